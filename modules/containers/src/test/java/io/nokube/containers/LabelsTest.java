package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.ClusterName;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void aFirstLifeHasNoPredecessor() {
    assertThat(attempt(0).predecessor()).isEmpty();
  }

  @Test
  void aLaterLifeSucceedsTheOneBefore() {
    assertThat(attempt(3).predecessor()).contains(attempt(2));
    assertThat(attempt(2).name()).isNotEqualTo(attempt(3).name());
  }

  private static Labels attempt(int attempt) {
    return new Labels(
        new ClusterName("prod"),
        "id",
        new NodeName("n1"),
        new OwnershipPath("kubecontroller/default/deployment-web/pod-web-1"),
        new OwnershipPath("kubecontroller/default/deployment-web/pod-web-1/container-main"),
        "default",
        "web",
        new Uid("0d8c1f0e-0000-0000-0000-000000000000"),
        "main",
        "hash",
        attempt,
        false);
  }
}
