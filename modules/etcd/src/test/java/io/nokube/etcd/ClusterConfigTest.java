package io.nokube.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.port.Read;
import io.nokube.etcd.ClusterConfig.Stored;
import io.nokube.etcd.ClusterConfig.Text;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.nokube.model.Revision;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
  private EtcdProcess etcd;
  private EtcdSession session;
  private ClusterConfig demo;

  @BeforeEach
  void begin() {
    etcd = EtcdProcess.started();
    session = TestCluster.session(etcd);
    demo = new ClusterConfig(session, new EtcdKeys(new ClusterName("demo")));
  }

  @AfterEach
  void end() {
    session.abandon();
    etcd.close();
  }

  @Test
  void theFirstTextIsStoredOnceAndAnotherOnlyByWhoHasSeenIt() {
    assertThat(demo.read()).isInstanceOf(Read.Absent.class);
    Revision first = written(demo.write("id: a\nx: 1\n", Revision.NONE));

    assertThat(demo.write("id: b\n", Revision.NONE))
        .isEqualTo(new Stored.Changed(Optional.of(new Text("id: a\nx: 1\n", first))));
    Revision second = written(demo.write("id: a\nx: 2\n", first));
    assertThat(demo.write("id: a\nx: 3\n", first))
        .isEqualTo(new Stored.Changed(Optional.of(new Text("id: a\nx: 2\n", second))));
    assertThat(demo.read()).isEqualTo(new Read.Found<>(new Text("id: a\nx: 2\n", second), second));
  }

  @Test
  void whileEtcdIsAwayNothingIsKnown() {
    etcd.stop();

    assertThat(demo.read()).isInstanceOf(Read.Unavailable.class);
    assertThat(demo.write("id: a\n", Revision.NONE))
        .isNotInstanceOf(Stored.Written.class)
        .isNotInstanceOf(Stored.Changed.class);
  }

  @Test
  void theTextIsNeverPrinted() {
    assertThat(new Text("password: x", new Revision(7)).toString())
        .isEqualTo("the cluster config written at 7");
  }

  private static Revision written(Stored stored) {
    return stored instanceof Stored.Written(Revision at)
        ? at
        : org.assertj.core.api.Assertions.fail("not written: " + stored);
  }
}
