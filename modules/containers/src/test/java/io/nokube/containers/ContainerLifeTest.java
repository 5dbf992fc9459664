package io.nokube.containers;

import static io.nokube.containers.TestNode.all;
import static io.nokube.containers.TestNode.done;
import static io.nokube.containers.TestNode.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.SeenContainer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ContainerLifeTest {
  private TestNode node;

  @BeforeEach
  void open() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  @Test
  void aStartedContainerIsSeenRunningWithItsAddress() {
    var plan = Plans.pod("web").sleeping().ownNetwork();

    var started = one(node.engine().start(plan.plan()));

    assertThat(started.state()).isInstanceOf(SeenContainer.State.Running.class);
    assertThat(started.ip()).isNotEmpty();
    assertThat(started.imageId()).startsWith("sha256:");
    assertThat(node.seen(plan.path())).isEqualTo(started);
    assertThat(node.seen(plan.pod.path())).isEqualTo(started);
  }

  @Test
  void aSuccessorFindsWhatItsPredecessorStarted() throws IOException {
    var plan = Plans.pod("web").attempt(3).hash("abc").sleeping().ownNetwork();
    var started = one(node.engine().start(plan.plan()));

    var found = one(node.successor().find(plan.pod.path()));

    assertThat(found).isEqualTo(started);
    assertThat(found.attempt()).isEqualTo(3);
    assertThat(found.specHash()).isEqualTo("abc");
    assertThat(found.podUid()).isEqualTo(plan.pod.uid());
  }

  @Test
  void anEndedContainerSaysHow() {
    var plan = Plans.pod("job").sh("exit 7");
    node.engine().start(plan.plan());

    Eventually.within(
        Duration.ofSeconds(20),
        "the container's end is told",
        () ->
            node.events.stream()
                .anyMatch(e -> e instanceof EngineEvent.Died died && died.exitCode() == 7));

    assertThat(node.seen(plan.path()).state())
        .isInstanceOfSatisfying(
            SeenContainer.State.Exited.class,
            exited -> {
              assertThat(exited.exitCode()).isEqualTo(7);
              assertThat(exited.oomKilled()).isFalse();
              assertThat(exited.finishedAt()).isAfterOrEqualTo(exited.startedAt());
            });
  }

  @Test
  void aCommandThatIsNotThereIsRefusedInPlainWordsAndLeavesNothing() {
    var plan = Plans.pod("web").entrypoint("nope").ownNetwork();

    assertThat(node.engine().start(plan.plan()))
        .isEqualTo(
            new Outcome.Refused(
                "RunContainerError", "exec: \"nope\": executable file not found in $PATH"));
    assertThat(all(node.engine().find(plan.pod.path()))).isEmpty();
  }

  @Test
  void anImageThatIsNotThereIsRefused() {
    assertThat(node.engine().start(Plans.pod("web").image("nosuch/image:1").plan()))
        .isEqualTo(new Outcome.Refused("ImageNotFound", "No such image: nosuch/image:1"));
  }

  @Test
  void aSandboxThatIsNotThereIsNamed() {
    var gone = new ContainerId("0123456789ab");

    assertThat(node.engine().start(Plans.pod("web").network(new Network.Shared(gone)).plan()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no -> {
              assertThat(no.reason()).isIn("CreateContainerError", "RunContainerError");
              assertThat(no.message()).contains("0123456789ab");
            });
    assertThat(all(node.engine().find(Plans.pod("web").pod.path()))).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsRefusedNamingIt() {
    var port = new Network.Publish(80, "TCP", Optional.of(39417), "");
    node.engine().start(Plans.pod("first").sleeping().ownNetwork(port).plan());

    assertThat(node.engine().start(Plans.pod("second").sleeping().ownNetwork(port).plan()))
        .isEqualTo(
            new Outcome.Refused(
                "RunContainerError", "Bind for 127.0.0.1:39417 failed: port is already allocated"));
  }

  @Test
  void stoppingSendsTermAndKillsAfterTheGrace() {
    var polite = one(node.engine().start(Plans.pod("polite").sleeping().plan()));
    var deaf = one(node.engine().start(Plans.pod("deaf").sh("trap '' TERM; sleep 600").plan()));

    done(node.engine().stop(polite.id(), Duration.ofSeconds(30)));
    Instant before = Instant.now();
    done(node.engine().stop(deaf.id(), Duration.ofSeconds(1)));

    assertThat(Duration.between(before, Instant.now()))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    assertThat(exit(polite)).isZero();
    assertThat(exit(deaf)).isEqualTo(137);
  }

  @Test
  void stoppingWithoutGraceKills() {
    var polite = one(node.engine().start(Plans.pod("polite").sleeping().plan()));

    done(node.engine().stop(polite.id(), Duration.ZERO));

    assertThat(exit(polite)).isEqualTo(137);
  }

  private int exit(SeenContainer container) {
    return ((SeenContainer.State.Exited) node.seen(container.path()).state()).exitCode();
  }

  @Test
  void stoppingAndRemovingWhatIsGoneIsDone() {
    var id = one(node.engine().start(Plans.pod("web").sleeping().plan())).id();
    done(node.engine().stop(id, Duration.ZERO));
    done(node.engine().stop(id, Duration.ZERO));
    done(node.engine().stop(id, Duration.ofSeconds(5)));
    done(node.engine().remove(id));
    done(node.engine().remove(id));
    done(node.engine().stop(id, Duration.ofSeconds(5)));
  }

  @Test
  void aRunningContainerIsNotRemoved() {
    var id = one(node.engine().start(Plans.pod("web").sleeping().plan())).id();

    assertThat(node.engine().remove(id))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, no -> assertThat(no.reason()).isEqualTo("Conflict"));
  }

  @Test
  void aRemovalIsTold() {
    var plan = Plans.pod("web").sleeping();
    var id = one(node.engine().start(plan.plan())).id();

    node.docker.removeContainerCmd(id.text()).withForce(true).exec();

    Eventually.within(
        Duration.ofSeconds(20),
        "the removal is told",
        () -> node.events.contains(new EngineEvent.Destroyed(plan.path(), id)));
    assertThat(node.events).contains(new EngineEvent.Died(plan.path(), id, 137));
  }

  @Test
  void strangersAreNotTouched() {
    var stranger =
        node.docker
            .createContainerCmd(TestNode.IMAGE)
            .withCmd("sleep", "600")
            .withLabels(java.util.Map.of(Labels.CLUSTER, node.settings.cluster().text()))
            .exec()
            .getId();

    assertThat(node.engine().remove(new ContainerId(stranger)))
        .isEqualTo(
            new Outcome.Refused(
                "NotOurs",
                "removing container " + stranger + ": it does not carry the labels of node n1"));
    assertThat(node.docker.inspectContainerCmd(stranger).exec().getId()).isEqualTo(stranger);
  }

  @Test
  void startingTwiceIsStartingOnce() throws IOException {
    var plan = Plans.pod("web").sleeping().ownNetwork();
    var first = one(node.engine().start(plan.plan()));

    assertThat(one(node.successor().start(plan.plan()))).isEqualTo(first);
  }

  @Test
  void aLeftoverOfTheSameNameThatDiffersIsReplaced() {
    var plan = Plans.pod("web").sleeping();
    var old = one(node.engine().start(plan.plan()));

    var fresh = one(node.engine().start(plan.hash("h2").plan()));

    assertThat(fresh.id()).isNotEqualTo(old.id());
    assertThat(node.seen(plan.path()).specHash()).isEqualTo("h2");
  }

  @Test
  void aStrangerOfTheSameNameIsAnError() {
    var plan = Plans.pod("web").sleeping().plan();
    var labels =
        Labels.ofContainer(node.settings, plan.pod(), plan.path(), plan.name(), plan.specHash(), 0);
    var stranger =
        node.docker
            .createContainerCmd(TestNode.IMAGE)
            .withCmd("sleep", "600")
            .withName(labels.name())
            .withLabels(java.util.Map.of(Labels.CLUSTER, node.settings.cluster().text()))
            .exec()
            .getId();

    assertThat(node.engine().start(plan))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("CreateContainerError");
              assertThat(no.message()).contains(labels.name()).contains(stranger);
            });
  }

  @Test
  void aSandboxHoldsTheNetworkOfItsContainersAndStopsAtOnce() {
    var plan = Plans.pod("duo").container("a").sleeping();
    var sandbox =
        one(
            node.engine()
                .startSandbox(new SandboxPlan(plan.pod, new Network.Own("duo", List.of()))));
    var joined = plan.network(new Network.Shared(sandbox.id())).plan();
    node.engine().start(joined);

    assertThat(sandbox.sandbox()).isTrue();
    assertThat(sandbox.ip()).isNotEmpty();
    assertThat(sandbox.path()).isEqualTo(plan.pod.path());
    assertThat(all(node.engine().find(plan.pod.path()))).hasSize(2);
    Instant before = Instant.now();
    done(node.engine().stop(sandbox.id(), Duration.ofSeconds(30)));
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(all(node.engine().find(plan.pod.path())))
        .filteredOn(SeenContainer::sandbox)
        .singleElement()
        .satisfies(
            ended -> assertThat(((SeenContainer.State.Exited) ended.state()).exitCode()).isZero());
  }
}
