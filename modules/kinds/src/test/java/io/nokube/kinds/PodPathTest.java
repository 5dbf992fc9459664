package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodPathTest {
  private final Pod web = Things.pod("web-1").build();

  @Test
  void aBarePodIsAChildOfKubecontroller() {
    assertThat(PodPath.of(web)).hasToString("kubecontroller/default/pod-web-1");
    assertThat(PodPath.isBare(web)).isTrue();
  }

  @Test
  void aPodOfADeploymentIsItsChild() {
    Deployment deployment = Things.deployment("web", 1);
    Pod owned = Things.pod("web-1").ownedBy(deployment).build();
    assertThat(PodPath.of(owned)).hasToString("kubecontroller/default/deployment-web/pod-web-1");
    assertThat(PodPath.isBare(owned)).isFalse();
  }

  @Test
  void aPodOfADaemonSetIsItsChild() {
    Pod owned = Things.pod("logs-n1").ownedBy(Things.daemonSet("logs")).build();
    assertThat(PodPath.of(owned)).hasToString("kubecontroller/default/daemonset-logs/pod-logs-n1");
  }

  @Test
  void anOwnerThatDoesNotControlMakesNoPath() {
    OwnerReference reference =
        new OwnerReference(
            "apps/v1", "Deployment", "web", new Uid("u"), Optional.empty(), Optional.empty());
    Pod pod = web.withMetadata(web.metadata().withOwnerReferences(List.of(reference)));
    assertThat(PodPath.isBare(pod)).isTrue();
  }
}
