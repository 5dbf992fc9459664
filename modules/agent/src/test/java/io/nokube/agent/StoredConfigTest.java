package io.nokube.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.actor.port.Read;
import io.nokube.api.ConfigStore.Config;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoredConfigTest {
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  private static EtcdProcess etcd;
  private static EtcdSession session;

  private final EtcdKeys keys = new EtcdKeys(new ClusterName("c" + CLUSTERS.incrementAndGet()));
  private final StoredConfig stored = new StoredConfig(session, keys);

  @BeforeAll
  static void start() {
    etcd = EtcdProcess.started();
    session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  static void stop() {
    session.close();
    etcd.close();
  }

  @Test
  void aHeadClaimsEtcdAndAgentsOfTheClusterAgreeWhateverTheirConfiguration() {
    stored.agree("a", true);
    stored.keep("lease_renew: 2s\n");

    stored.agree("a", true);
    stored.keep("lease_renew: 3s\n");
    stored.agree("a", false);

    assertThat(etcd.etcdctl("get", "--print-value-only", keys.id())).isEqualTo("a\n");
    assertThat(text()).isEqualTo("lease_renew: 2s\n");
  }

  @Test
  void whatAgreesWritesNothing() {
    stored.agree("a", true);
    stored.keep("x\n");
    String before = etcd.etcdctl("get", "-w", "json", keys.id());

    stored.agree("a", true);
    stored.agree("a", false);
    stored.keep("x\n");

    assertThat(etcd.etcdctl("get", "-w", "json", keys.id())).isEqualTo(before);
  }

  @Test
  void anotherClustersDataAreLeftAlone() {
    stored.agree("a", true);

    for (boolean head : new boolean[] {true, false}) {
      assertThatThrownBy(() -> stored.agree("b", head))
          .isInstanceOf(AgentFailure.class)
          .hasMessage(
              "etcd holds another cluster's data at %s: its id is a, and this agent's is b; use another etcd or another cluster name",
              keys.id());
    }
  }

  @Test
  void aWorkerWaitsForAHead() {
    assertThatThrownBy(() -> stored.agree("a", false))
        .isInstanceOf(AgentFailure.class)
        .hasMessage("etcd has no cluster's id at %s yet: start a head first", keys.id());
  }

  private String text() {
    return stored.read() instanceof Read.Found<Config>(Config config, var at) ? config.text() : "";
  }
}
