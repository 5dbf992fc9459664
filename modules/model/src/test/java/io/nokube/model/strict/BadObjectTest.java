package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is wrong with objects as a whole: what they say they are, and what they are made of.
class BadObjectTest {
  @Test
  void anUnknownKind() {
    assertThat(Reading.problems("apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: a}\n"))
        .containsExactly(
            "web.yaml:2:7: kind: unknown kind \"Deploymnet\" of apps/v1; did you mean Deployment?");
  }

  @Test
  void aKindThatKubernetesHas() {
    assertThat(Reading.problems("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\n"))
        .containsExactly("web.yaml:2:7: kind: StatefulSet is not supported by nokube");
    assertThat(Reading.problems("apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n"))
        .containsExactly("web.yaml:2:7: kind: Job is not supported by nokube");
  }

  @Test
  void anUnknownApiVersion() {
    assertThat(
            Reading.problems(
                "apiVersion: extensions/v1beta1\nkind: ConfigMap\nmetadata: {name: a}\n"))
        .containsExactly(
            "web.yaml:1:13: apiVersion: unknown apiVersion \"extensions/v1beta1\" of ConfigMap; did you mean v1?");
  }

  @Test
  void anObjectThatSaysNotWhatItIs() {
    assertThat(Reading.problems("metadata: {name: a}\n"))
        .containsExactly(
            "web.yaml:1:1: apiVersion: Required value: every object says its apiVersion, such as v1",
            "web.yaml:1:1: kind: Required value: every object says its kind, such as Deployment");
  }

  @Test
  void wrongTypesAreNamed() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  labels: {port: 8080, on: yes}
                spec:
                  replicas: three
                  minReadySeconds: "3"
                  progressDeadlineSeconds: 0900
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      hostNetwork: "true"
                      terminationGracePeriodSeconds: 1.5
                      nodeSelector: []
                      containers:
                        name: web
                """))
        .containsExactly(
            "web.yaml:5:18: metadata.labels[port]: expected text, found the number 8080: put it in quotes",
            "web.yaml:5:24: metadata.labels: expected text as a key, found the boolean on: YAML changes it; put the key in quotes",
            "web.yaml:5:28: metadata.labels[on]: expected text, found the boolean yes: put it in quotes",
            "web.yaml:7:13: spec.replicas: expected a whole number, found text \"three\"",
            "web.yaml:8:20: spec.minReadySeconds: expected a whole number, found text \"3\": remove the quotes",
            "web.yaml:9:28: spec.progressDeadlineSeconds: expected a whole number, found the number 0900: a leading 0 makes it octal, where there is no 8 or 9",
            "web.yaml:14:20: spec.template.spec.hostNetwork: expected true or false, found text \"true\": remove the quotes",
            "web.yaml:15:38: spec.template.spec.terminationGracePeriodSeconds: expected a whole number, found the number 1.5",
            "web.yaml:16:21: spec.template.spec.nodeSelector: expected an object, found a list",
            "web.yaml:18:9: spec.template.spec.containers: expected a list, found an object");
  }

  @Test
  void oneBadDocumentOfSeveralRefusesAll() {
    Manifest manifest =
        Manifest.read(
            new io.nokube.model.text.SourceName("web.yaml"),
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: b}
            dta: {}
            """,
            "default");

    assertThat(manifest).isInstanceOf(Manifest.Refused.class);
    var refused = (Manifest.Refused) manifest;
    assertThat(refused.problems().toString())
        .isEqualTo("[web.yaml:8:1: dta: unknown field; did you mean data?]");
    assertThat(refused.documents())
        .extracting(each -> each.name().orElse(""))
        .containsExactly("a", "b");
    assertThat(refused.documents().get(0).problems()).isEmpty();
    assertThat(refused.documents().get(1).problems()).hasSize(1);
    assertThat(refused.documents().get(1).at()).hasToString("web.yaml:5:1");
  }

  @Test
  void oneObjectTwice() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}}
                """))
        .containsExactly(
            "web.yaml:3:1: configmap/a is given a second time; it stands at 1:1 already: remove one of the two");
  }

  @Test
  void whatServersOwnIsTakenAndLeftOut() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  uid: 0c1c0e0a-0000-4000-8000-000000000000
                  resourceVersion: "12"
                  generation: 3
                  creationTimestamp: "2026-01-02T03:04:05Z"
                  managedFields: [{manager: kubectl}]
                  selfLink: /api/v1
                """))
        .isEmpty();
  }

  @Test
  void whatKubectlCreatesIsTaken() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  creationTimestamp: null
                  labels: {app: web}
                  name: web
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  strategy: {}
                  template:
                    metadata:
                      creationTimestamp: null
                      labels: {app: web}
                    spec:
                      containers:
                      - image: nginx
                        name: nginx
                        resources: {}
                status: {}
                """))
        .isEmpty();
  }

  @Test
  void anObjectLargerThanTheStoreTakes() {
    StringBuilder text =
        new StringBuilder("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n");
    text.append("  - {name: a, image: b, args: [\"").append("x".repeat(1_600_000)).append("\"]}\n");

    assertThat(Reading.problems(text.toString()))
        .singleElement()
        .asString()
        .startsWith(
            "web.yaml:1:1: Too long: may not be more than 1507328 bytes of JSON, which is what etcd takes, and is 1600");
  }

  @Test
  void aNameToBeMadeUpCannotBeApplied() {
    assertThat(Reading.problems("{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}"))
        .containsExactly(
            "web.yaml:1:1: metadata.generateName: Forbidden: what is applied again and again needs a name of its own; write metadata.name");
  }
}
