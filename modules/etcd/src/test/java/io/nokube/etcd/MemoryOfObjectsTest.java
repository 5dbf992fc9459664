package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.USER;
import static io.nokube.etcd.TestCluster.accepted;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.event;
import static io.nokube.etcd.TestCluster.inPhase;
import static io.nokube.etcd.TestCluster.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Write;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Event;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two processes write the same objects: what one remembers is outdated, and nothing is lost by it.
class MemoryOfObjectsTest {
  private static EtcdProcess etcd;
  private static EtcdSession session;
  private TestCluster here;
  private TestCluster there;

  @BeforeAll
  static void begin() {
    etcd = EtcdProcess.started();
    session = TestCluster.session(etcd);
  }

  @AfterAll
  static void end() {
    session.close();
    etcd.close();
  }

  @BeforeEach
  void twoProcesses() {
    here = TestCluster.on(session);
    there = TestCluster.seenBy(session, here.keys());
  }

  private static Pod whatever(KubeObject pod) {
    return ((Pod) pod).withMetadata(pod.metadata().withResourceVersion(Revision.NONE));
  }

  @Test
  void aStatusIsPutOnTheObjectAsItIsNow() {
    Pod made = whatever(accepted(here.store().create(TestCluster.pod("p"), USER)));
    Pod bound = made.withSpec(made.spec().withNodeName(TestCluster.N1));
    accepted(there.store().update(bound, USER));

    accepted(here.store().updateStatus(inPhase(made, Phase.RUNNING), USER));

    Pod now = (Pod) here.read(made.key());
    assertThat(now.spec().nodeName()).contains(TestCluster.N1);
    assertThat(now.status().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatLooksUnchangedIsLookedAtAgain() {
    ConfigMap made = (ConfigMap) accepted(here.store().create(config("a", "1"), USER));
    accepted(there.store().update(config("a", "2"), USER));

    accepted(here.store().update(config("a", "1"), USER));

    assertThat(((ConfigMap) here.read(made.key())).data()).containsEntry("k", "1");
  }

  @Test
  void anObjectThatIsGoneIsNotFound() {
    KubeObject made = accepted(here.store().create(config("a", "1"), USER));
    accepted(there.store().remove(made.key(), Uid.NONE, USER));

    refused(
        here.store().update(config("a", "2"), USER),
        Write.Reason.NOT_FOUND,
        "configmaps \"a\" not found");
  }

  @Test
  void anotherOfTheNameIsNotTheOneMeant() {
    KubeObject made = accepted(here.store().create(config("a", "1"), USER));
    accepted(there.store().remove(made.key(), Uid.NONE, USER));
    KubeObject other = accepted(there.store().create(config("a", "2"), USER));

    assertThat(here.store().delete(made.key(), made.metadata().uid(), Optional.empty(), USER))
        .isInstanceOf(Write.Refused.class);
    assertThat(here.read(other.key())).isEqualTo(other);
  }

  @Test
  void aWriteBasedOnANewerStateThanRememberedIsTaken() {
    accepted(here.store().create(config("a", "1"), USER));
    KubeObject newer = accepted(there.store().update(config("a", "2"), USER));
    ConfigMap next = config("a", "3");

    accepted(
        here.store()
            .update(
                next.withMetadata(
                    next.metadata()
                        .withUid(newer.metadata().uid())
                        .withResourceVersion(newer.metadata().resourceVersion())),
                USER));
  }

  @Test
  void aWriteBasedOnAnOlderStateIsAConflict() {
    KubeObject first = accepted(here.store().create(config("a", "1"), USER));
    accepted(there.store().update(config("a", "2"), USER));

    assertThat(here.store().update(first, USER))
        .isInstanceOfSatisfying(
            Write.Refused.class, no -> assertThat(no.reason()).isEqualTo(Write.Reason.CONFLICT));
  }

  @Test
  void eventsAreStoredTogetherOrNotAtAll() {
    List<Event> two = List.of(event("one"), event("two"));

    accepted(here.store().create(two, USER));
    Write again = here.store().create(List.of(event("three"), event("one")), USER);

    assertThat(again).isInstanceOf(Write.Refused.class);
    assertThat(here.isThere(key("one"))).isTrue();
    assertThat(here.isThere(key("two"))).isTrue();
    assertThat(here.isThere(key("three"))).isFalse();
  }

  @Test
  void asManyEventsAsAreAllowedFitIntoOneTransaction() {
    List<Event> most =
        IntStream.range(0, ObjectStore.EVENTS_AT_ONCE)
            .mapToObj(number -> event("e" + number))
            .toList();

    accepted(here.store().create(most, USER));

    assertThat(here.isThere(key("e49"))).isTrue();
  }

  private static ObjectKey key(String event) {
    return new ObjectKey(ResourceType.EVENT, "default", event);
  }
}
