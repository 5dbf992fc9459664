package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.ClusterName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EtcdDataTest {
  private static final ClusterName DEMO = new ClusterName("demo");

  @Test
  void anEtcdThatHoldsTheClustersDataOrNobodysIsTaken() {
    assertThat(EtcdData.of(DEMO, Optional.of("7"), "7", true)).isEqualTo(new EtcdData.Own());
    assertThat(EtcdData.of(DEMO, Optional.of("7"), "7", false)).isEqualTo(new EtcdData.Own());
    assertThat(EtcdData.of(DEMO, Optional.empty(), "7", false)).isEqualTo(new EtcdData.Nobodys());
  }

  @Test
  void anotherClustersDataIsNotTouched() {
    for (boolean lived : new boolean[] {false, true}) {
      assertThat(EtcdData.of(DEMO, Optional.of("8"), "7", lived))
          .isEqualTo(
              new EtcdData.Refused(
                  "etcd holds another cluster's data below /nokube/demo/: its id is 8, and this cluster's is 7",
                  "take another etcd or another cluster name; if that cluster is gone for good, delete what it left: etcdctl del --prefix /nokube/demo/"));
    }
  }

  @Test
  void aClusterThatLivedDoesNotStartAnewInAnEmptyEtcd() {
    assertThat(EtcdData.of(DEMO, Optional.empty(), "7", true))
        .isEqualTo(
            new EtcdData.Refused(
                "etcd holds no data of this cluster: there is no /nokube/demo/id, but the cluster was made before",
                "name the endpoints of the etcd that has its data, or restore them there first"));
  }
}
