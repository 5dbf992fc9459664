package io.nokube.containers;

import static io.nokube.containers.TestNode.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.model.OwnershipPath;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is seen of an engine that goes away and comes back.
@Timeout(180)
class OutageTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Gate gate;
  private TestNode node;

  @BeforeEach
  void open() throws IOException {
    gate = new Gate();
    node = new TestNode(gate.uri(), Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  @AfterEach
  void close() throws IOException {
    node.close();
    gate.close();
  }

  @Test
  void anEngineThatIsDownIsUnavailable() throws IOException {
    gate.shut();
    var plan = Plans.pod("web").sleeping();

    assertThat(node.engine().start(plan.plan()))
        .isEqualTo(
            new Outcome.Refused(
                "Unavailable",
                "creating "
                    + plan.path()
                    + ": Docker does not answer at "
                    + gate.uri()
                    + " (No such file or directory); see whether the Docker engine is running on"
                    + " this node"));
    assertThat(node.engine().find(plan.pod.path()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, no -> assertThat(no.reason()).isEqualTo("Unavailable"));
    assertThat(node.engine().logs(new LogRequest(plan.path(), false, false, false, -1, -1, -1)))
        .isInstanceOf(Logs.None.class);
  }

  @Test
  void anEngineThatNeverAnswersLeavesAStartUnknownAndAFindUnavailable() {
    var plan = Plans.pod("web").sleeping();
    gate.stick();

    assertThat(node.engine().start(plan.plan())).isInstanceOf(Outcome.Unknown.class);
    assertThat(node.engine().find(plan.pod.path()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            no ->
                assertThat(no)
                    .isEqualTo(
                        new Outcome.Refused(
                            "Unavailable",
                            "listing "
                                + plan.pod.path()
                                + ": Docker at "
                                + gate.uri()
                                + " did not answer within PT5S")));
  }

  @Test
  void whetherItIsThereIsAskedForWhatItRuns() throws IOException {
    Duration within = Duration.ofSeconds(30);
    var plan = Plans.pod("web").sleeping();
    String version = "docker://" + node.docker.versionCmd().exec().getVersion();
    assertThat(node.engine().ask(within))
        .isEqualTo(new Outcome.Done(new Result.Engine(version, Set.of())));
    one(node.engine().start(plan.plan()));
    assertThat(node.engine().ask(within))
        .isEqualTo(new Outcome.Done(new Result.Engine(version, Set.of(plan.pod.uid()))));
    gate.shut();
    Outcome nobody =
        new Outcome.Refused(
            "Unavailable",
            "asking what it runs: Docker does not answer at "
                + gate.uri()
                + " (No such file or directory); see whether the Docker engine is running on"
                + " this node");
    // A connection that was kept breaks while it is used, or is found broken before; the next one
    // finds nobody.
    assertThat(node.engine().ask(within))
        .satisfiesAnyOf(
            asked -> assertThat(asked).isInstanceOf(Outcome.Unknown.class),
            asked -> assertThat(asked).isEqualTo(nobody));
    assertThat(node.engine().ask(within)).isEqualTo(nobody);
    gate.open();
    assertThat(node.engine().ask(within)).isInstanceOf(Outcome.Done.class);
    gate.stick();
    assertThat(node.engine().ask(Duration.ofMillis(300)))
        .isEqualTo(
            new Outcome.Unknown(
                "asking what it runs: Docker at " + gate.uri() + " did not answer within PT0.3S"));
  }

  @Test
  void afterAGapEveryPathIsToldAndEventsFlowAgain() throws IOException {
    var stays = Plans.pod("stays").sleeping();
    var goes = Plans.pod("goes").sleeping();
    var staying = one(node.engine().start(stays.plan()));
    var going = one(node.engine().start(goes.plan()));
    gate.shut();
    node.docker.removeContainerCmd(going.id().text()).withForce(true).exec();

    gate.open();

    Eventually.within(
        SOON,
        "both paths are told",
        () ->
            node.events.contains(new EngineEvent.Missed(stays.path()))
                && node.events.stream().anyMatch(event -> tellsOfTheEnd(event, goes.path())));
    node.docker.killContainerCmd(staying.id().text()).exec();
    Eventually.within(
        SOON,
        "its death is told",
        () -> node.events.contains(new EngineEvent.Died(stays.path(), staying.id(), 137)));
  }

  /// Docker may still have told of it before the stream was whole again: then nothing was missed.
  private static boolean tellsOfTheEnd(EngineEvent event, OwnershipPath path) {
    return event.path().equals(path)
        && (event instanceof EngineEvent.Missed || event instanceof EngineEvent.Destroyed);
  }

  @Test
  void withoutAGapNothingIsMissed() {
    var id = one(node.engine().start(Plans.pod("web").sleeping().plan())).id();
    node.docker.killContainerCmd(id.text()).exec();
    Eventually.within(SOON, "its death is told", () -> !node.events.isEmpty());

    assertThat(node.events).hasOnlyElementsOfType(EngineEvent.Died.class);
  }
}
