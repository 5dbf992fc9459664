package io.nokube.etcd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EtcdProcessTest {

  @Test
  void keepsItsEndpointAndDataThroughStopKillAndPause() {
    try (var etcd = EtcdProcess.started()) {
      var endpoint = etcd.endpoint();
      etcd.etcdctl("put", "a", "1");
      etcd.stop();
      assertThatThrownBy(() -> etcd.etcdctl("get", "a")).hasMessageContaining("failed");
      etcd.start();
      etcd.kill();
      etcd.start();
      etcd.pause();
      etcd.resume();
      assertThat(etcd.etcdctl("get", "a")).isEqualTo("a\n1\n");
      assertThat(etcd.endpoint()).isEqualTo(endpoint);
    }
  }

  @Test
  void twoLiveSideBySide() {
    try (var one = EtcdProcess.started();
        var other = EtcdProcess.started()) {
      one.etcdctl("put", "a", "1");
      assertThat(other.etcdctl("get", "a")).isEmpty();
    }
  }

  @Test
  void aFlagThatEtcdRefusesIsReportedWithEtcdsOwnWords() {
    assertThatThrownBy(() -> EtcdProcess.started("--no-such-flag"))
        .hasMessageContaining("no-such-flag");
  }
}
