package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec.RestartPolicy;
import io.nokube.model.core.Secret;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.Quantity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultedTest {
  private static final String TEMPLATE =
      """
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec:
            containers:
            - {name: main, image: "busybox:1.36"}
      """;

  @Test
  void aDeploymentRollsByQuarters() {
    DeploymentSpec spec =
        ((Deployment)
                Reading.objects(
                        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n" + TEMPLATE)
                    .getFirst())
            .spec();

    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.progressDeadlineSeconds()).isEqualTo(600);
    assertThat(spec.strategy())
        .isEqualTo(
            new DeploymentSpec.Strategy(
                DeploymentSpec.StrategyType.ROLLING_UPDATE,
                Optional.of(
                    new DeploymentSpec.RollingUpdate(
                        new IntOrPercent(25, true), new IntOrPercent(25, true)))));
    assertThat(spec.template().spec().restartPolicy()).isEqualTo(RestartPolicy.ALWAYS);
    assertThat(spec.template().spec().terminationGracePeriodSeconds()).isEqualTo(30);
  }

  @Test
  void recreateHasNoRollingUpdate() {
    var deployment =
        (Deployment)
            Reading.objects(
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
                        + TEMPLATE
                        + "  strategy: {type: Recreate}\n")
                .getFirst();

    assertThat(deployment.spec().strategy().rollingUpdate()).isEmpty();
  }

  @Test
  void aDaemonSetReplacesOneAtATime() {
    var daemonSet =
        (DaemonSet)
            Reading.objects(
                    "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\n" + TEMPLATE)
                .getFirst();

    assertThat(daemonSet.spec().updateStrategy().rollingUpdate())
        .contains(new DaemonSetSpec.RollingUpdate(IntOrPercent.of(1), IntOrPercent.of(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "busybox, ALWAYS",
    "busybox:latest, ALWAYS",
    "busybox:1.36, IF_NOT_PRESENT",
    "registry:5000/busybox, ALWAYS",
    "registry:5000/busybox:1, IF_NOT_PRESENT",
    "busybox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, IF_NOT_PRESENT"
  })
  void anImageIsPulledByItsTag(String image, ImagePullPolicy policy) {
    Pod pod = pod("  containers: [{name: a, image: \"" + image + "\"}]\n");

    assertThat(pod.spec().containers().getFirst().imagePullPolicy()).isEqualTo(policy);
  }

  @Test
  void whatIsLimitedIsRequested() {
    Pod pod =
        pod(
            "  containers: [{name: a, image: b, resources: {requests: {cpu: 100m}, limits: {cpu: 1, memory: 1Gi}}}]\n");

    assertThat(pod.spec().containers().getFirst().resources().requests())
        .isEqualTo(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("1Gi")));
  }

  @Test
  void onTheHostsNetworkEachPortIsTheHosts() {
    Pod pod =
        pod(
            "  hostNetwork: true\n  containers: [{name: a, image: b, ports: [{containerPort: 80}]}]\n");

    assertThat(pod.spec().containers().getFirst().ports().getFirst().hostPort()).contains(80);
    assertThat(pod.spec().containers().getFirst().ports().getFirst().protocol()).isEqualTo("TCP");
  }

  @Test
  void filesOfVolumesAreReadableByAll() {
    Pod pod =
        pod(
            """
              containers: [{name: a, image: b}]
              volumes: [{name: c, configMap: {name: c}}, {name: s, secret: {secretName: s, defaultMode: 0400}}]
            """);

    assertThat(pod.spec().volumes().get(0).configMap().orElseThrow().defaultMode()).isEqualTo(0644);
    assertThat(pod.spec().volumes().get(1).secret().orElseThrow().defaultMode()).isEqualTo(0400);
  }

  @Test
  void aSecretIsOpaqueAndItsTextIsEncoded() {
    Secret secret =
        (Secret)
            Reading.objects(
                    """
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: s}
                    data: {a: eA==, b: eQ==}
                    stringData: {b: z}
                    """)
                .getFirst();

    assertThat(secret.secretType()).isEqualTo("Opaque");
    assertThat(secret.data()).isEqualTo(Map.of("a", "eA==", "b", "eg=="));
  }

  private static Pod pod(String spec) {
    return (Pod)
        Reading.objects("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n" + spec)
            .getFirst();
  }
}
