package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.ResourceType;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ConfigMap;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        replicas: 2
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
          spec:
            containers:
              - name: httpd
                image: busybox
                ports:
                  - containerPort: 8080
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: page
        namespace: other
      data:
        index.html: |
          hello
      """;

  @Test
  void documentsBecomeObjectsInTheirOrder() {
    var objects = Reading.objects(WEB);

    assertThat(objects)
        .extracting(each -> each.key().toString())
        .containsExactly("deployments.apps default/web", "configmaps other/page");
    Deployment web = (Deployment) objects.get(0);
    assertThat(web.spec().replicas()).isEqualTo(2);
    assertThat(
            web.spec().template().spec().containers().getFirst().ports().getFirst().containerPort())
        .isEqualTo(8080);
    assertThat(((ConfigMap) objects.get(1)).data()).containsEntry("index.html", "hello\n");
  }

  @Test
  void aMisspeltFieldIsNamedWithThePlaceAndTheNearestName() {
    assertThat(
            Reading.problems(
                WEB.replace(
                    "          image: busybox",
                    "          image: busybox\n          imagePulPolicy: Always")))
        .containsExactly(
            "web.yaml:16:11: spec.template.spec.containers[0].imagePulPolicy: unknown field; did you mean imagePullPolicy?");
  }

  @Test
  void aFieldThatKubernetesHasIsNotSupported() {
    assertThat(
            Reading.problems(
                WEB.replace(
                    "          image: busybox",
                    "          image: busybox\n          livenessProbe: {}")))
        .containsExactly(
            "web.yaml:16:11: spec.template.spec.containers[0].livenessProbe: not supported by nokube");
  }

  @Test
  void theItemsOfAListAreObjectsLikeAnyOther() {
    var objects =
        Reading.objects(
            """
            apiVersion: v1
            kind: List
            metadata: {resourceVersion: ""}
            items:
            - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            """);

    assertThat(objects)
        .extracting(each -> each.type())
        .containsExactly(ResourceType.NAMESPACE, ResourceType.CONFIG_MAP);
  }

  @Test
  void aDocumentOfJsonMayStandBesideOthers() {
    var objects =
        Reading.objects(
            """
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
            ---
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"},
             "data": {"text": "begins\\n--- and goes on"}}
            """);

    assertThat(objects)
        .extracting(each -> each.key().toString())
        .containsExactly("namespaces a", "configmaps default/b");
    assertThat(((ConfigMap) objects.get(1)).data())
        .containsEntry("text", "begins\n--- and goes on");
  }
}
