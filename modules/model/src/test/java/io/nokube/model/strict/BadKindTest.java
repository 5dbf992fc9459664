package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a document can be wrong in that says what it is. Each message stands as users see it.
class BadKindTest {

  @Test
  void anApiVersionThatIsNoText() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: 1, kind: Pod, metadata: {name: a}}
                """))
        .containsExactly(
            "web.yaml:1:1: spec: Required value",
            "web.yaml:1:14: apiVersion: expected text, found the number 1: put it in quotes");
  }

  @Test
  void anEmptyApiVersionAndAMisspeltKind() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: "", kind: Deploymnt, metadata: {name: a}}
                """))
        .containsExactly(
            "web.yaml:1:14: apiVersion: Required value: every object says its apiVersion, such as v1",
            "web.yaml:1:24: kind: unknown kind \"Deploymnt\"; did you mean Deployment?");
  }

  @Test
  void aMisspeltKindOfKubernetes() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: v1, kind: Servce, metadata: {name: a}}
                """))
        .containsExactly(
            "web.yaml:1:24: kind: unknown kind \"Servce\" of v1; did you mean Service (which nokube doesn't support)?");
  }

  @Test
  void aKindLikeNoOther() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: v1, kind: Xyzzy, metadata: {name: a}}
                """))
        .containsExactly(
            "web.yaml:1:24: kind: unknown kind \"Xyzzy\" of v1; nokube knows Namespace, ConfigMap, Secret, Node, DaemonSet, Deployment, Pod, Event");
  }

  @Test
  void anOldApiVersion() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: a}}
                """))
        .containsExactly(
            "web.yaml:1:1: spec: Required value",
            "web.yaml:1:14: apiVersion: unknown apiVersion \"apps/v1beta1\" of Deployment; did you mean apps/v1?");
  }

  @Test
  void aKindThatIsNoText() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: v1, kind: [Pod], metadata: {name: a}}
                """))
        .containsExactly("web.yaml:1:24: kind: expected text, found a list");
  }
}
