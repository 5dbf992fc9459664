package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sessions as the tests want them: short leases and little patience.
final class Sessions {

  private Sessions() {}

  static EtcdSettings settings(EtcdProcess etcd) {
    return settings(etcd, Optional.empty());
  }

  static EtcdSettings settings(EtcdProcess etcd, Optional<EtcdTls> tls) {
    return new EtcdSettings(
        List.of(etcd.endpoint()),
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        tls);
  }

  static EtcdSession to(EtcdProcess etcd) {
    var session = EtcdSession.open(settings(etcd));
    assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
    return session;
  }
}
