package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.N1;
import static io.nokube.etcd.TestCluster.USER;
import static io.nokube.etcd.TestCluster.accepted;
import static io.nokube.etcd.TestCluster.boundPod;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.eventually;
import static io.nokube.etcd.TestCluster.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Change;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.ObjectStore.Watcher;
import io.nokube.actor.port.Write;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private EtcdProcess etcd;
  private TestCluster cluster;

  @BeforeEach
  void begin() {
    etcd = EtcdProcess.started();
    cluster = TestCluster.on(TestCluster.session(etcd));
  }

  @AfterEach
  void end() {
    cluster.session().abandon();
    etcd.close();
  }

  @Test
  void aWatchFromARevisionThatWasCompactedSeesAllAnew() {
    KubeObject one = accepted(cluster.store().create(config("one", "1"), USER));
    KubeObject two = accepted(cluster.store().create(config("two", "1"), USER));
    accepted(cluster.store().remove(one.key(), Uid.NONE, USER));
    KubeObject last = accepted(cluster.store().update(config("two", "2"), USER));
    etcd.etcdctl("compaction", last.metadata().resourceVersion().resourceVersion());

    try (Subscription watch =
        cluster
            .store()
            .watch(ResourceType.CONFIG_MAP, "", one.metadata().resourceVersion(), telling())) {
      eventually("all of it", () -> seen.contains("all +two"));
      accepted(cluster.store().remove(two.key(), Uid.NONE, USER));
      eventually("what comes after", () -> seen.contains("-two"));
      assertThat(seen).containsExactly("all +two", "-two");
    }
  }

  @Test
  void aWatchGoesOnThroughARestartOfEtcdWithoutGapsOrRepetition() {
    try (Subscription watch =
        cluster.store().watch(ResourceType.CONFIG_MAP, "", Revision.NONE, telling())) {
      eventually("the beginning", () -> seen.contains("all"));
      accepted(cluster.store().create(config("one", "1"), USER));
      eventually("one", () -> seen.contains("+one"));

      etcd.kill();
      assertThat(cluster.store().create(config("lost", "1"), USER))
          .isNotInstanceOf(Write.Accepted.class);
      etcd.start();
      assertThat(cluster.session().awaitContact(Duration.ofSeconds(20))).isTrue();
      accepted(cluster.store().create(config("two", "1"), USER));

      eventually("two", () -> seen.contains("+two"));
      assertThat(seen).containsExactly("all", "+one", "+two");
    }
  }

  @Test
  void aNodeSeesItsPodsAndTheirDeletionsButNoStatus() {
    Pod pod = (Pod) accepted(cluster.store().create(boundPod("p"), USER));
    accepted(cluster.store().create(TestCluster.pod("elsewhere"), USER));
    try (Subscription watch = cluster.store().watchBindings(N1, telling())) {
      eventually("the beginning", () -> seen.contains("all +p"));
      accepted(cluster.store().updateStatus(TestCluster.inPhase(pod, Phase.RUNNING), USER));
      accepted(cluster.store().delete(pod.key(), Uid.NONE, Optional.empty(), USER));
      eventually("the deletion", () -> seen.contains("+p ending"));
      accepted(cluster.store().remove(pod.key(), pod.metadata().uid(), USER));
      eventually("the end", () -> seen.contains("-p"));
      assertThat(seen).containsExactly("all +p", "+p ending", "-p");
    }
  }

  @Test
  void oneObjectIsSeenAsAbsentThenComingAndGoing() {
    try (Subscription watch = cluster.store().watch(config("one", "1").key(), telling())) {
      eventually("its absence", () -> seen.contains("all -one"));
      accepted(cluster.store().create(config("one", "1"), USER));
      accepted(cluster.store().create(config("one2", "1"), USER));
      accepted(cluster.store().remove(config("one", "1").key(), Uid.NONE, USER));
      eventually("its end", () -> seen.contains("-one"));
      assertThat(seen).containsExactly("all -one", "+one", "-one");
    }
  }

  @Test
  void aNamespacesWatchLeavesOutItsNeighbours() {
    accepted(cluster.store().create(namespace("default2"), USER));
    try (Subscription watch =
        cluster.store().watch(ResourceType.CONFIG_MAP, "default", Revision.NONE, telling())) {
      eventually("the beginning", () -> seen.contains("all"));
      accepted(cluster.store().create(config("default2", "other", "1"), USER));
      accepted(cluster.store().create(config("mine", "1"), USER));
      eventually("mine", () -> seen.contains("+mine"));
      assertThat(seen).containsExactly("all", "+mine");
    }
  }

  private Watcher telling() {
    return (changes, complete) -> {
      StringBuilder told = new StringBuilder(complete ? "all" : "");
      for (Change change : changes) {
        told.append(told.isEmpty() ? "" : " ")
            .append(
                switch (change) {
                  case Change.Put put ->
                      "+"
                          + put.key().name()
                          + (put.object().metadata().isDeleting() ? " ending" : "");
                  case Change.Removed removed -> "-" + removed.key().name();
                });
      }
      seen.add(told.toString());
    };
  }
}
