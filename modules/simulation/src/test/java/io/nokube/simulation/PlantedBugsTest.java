package io.nokube.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Kind;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.isolation.Times;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Answer;
import io.nokube.actor.verdict.Contact;
import io.nokube.actor.verdict.Evidence;
import io.nokube.actor.verdict.Hold;
import io.nokube.actor.verdict.Hold.Remedy;
import io.nokube.actor.verdict.Owner;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.Revision;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.Condition;
import io.nokube.model.meta.Quantity;
import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.store.Fencing;
import io.nokube.simulation.story.Generator;
import io.nokube.simulation.story.OnIsolation;
import io.nokube.simulation.story.Shape;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A test of the tests: a mistake of one line in what a node decides, and the simulation finds it
/// within a few hundred histories.
class PlantedBugsTest {
  private static final Shape SHAPE = new Shape(4, 12);
  private static final int WITHIN = 1500;

  /// Lives through histories until one is broken.
  private static Report found(Decisions mistaken) {
    return found(mistaken, LongStream.range(0, WITHIN));
  }

  private static Report found(Decisions mistaken, LongStream seeds) {
    Histories histories = Histories.of(SHAPE, mistaken);
    Optional<Report> broken = histories.firstBroken(seeds);
    assertThat(broken).as("a broken history among %d", WITHIN).isPresent();
    Report report = broken.orElseThrow();
    System.out.printf(
        "%s: found by seed %d: %s%n",
        StackWalker.getInstance()
            .walk(frames ->
                frames
                    .filter(frame ->
                        frame.getMethodName().endsWith("IsFound")
                            || frame.getMethodName().endsWith("AreFound"))
                    .findFirst())
            .map(StackWalker.StackFrame::getMethodName)
            .orElse(""),
        report.history().seed(),
        report.violation().orElseThrow());
    return report;
  }

  private static String rule(Decisions mistaken) {
    return found(mistaken).violation().orElseThrow().rule();
  }

  /// Of clusters whose nodes stop when they are cut off.
  private static String ruleOfStopping(Decisions mistaken) {
    LongStream seeds =
        LongStream.range(0, WITHIN)
            .filter(seed -> Generator.history(seed, SHAPE).onIsolation() == OnIsolation.STOP);
    return found(mistaken, seeds).violation().orElseThrow().rule();
  }

  /// Changes what actors of one kind hear or want.
  private static final class Mistaken<S> implements Behavior<S> {
    private final Behavior<S> real;
    private final UnaryOperator<Signal> hears;
    private final UnaryOperator<Effect> wants;

    Mistaken(Behavior<S> real, UnaryOperator<Signal> hears, UnaryOperator<Effect> wants) {
      this.real = real;
      this.hears = hears;
      this.wants = wants;
    }

    @Override
    public Step<S> start(Moment moment) {
      return changed(real.start(moment));
    }

    @Override
    public Step<S> on(S state, Signal signal, Moment moment) {
      return changed(real.on(state, hears.apply(signal), moment));
    }

    private Step<S> changed(Step<S> step) {
      return Step.to(step.state(), step.effects().stream().map(wants).toList());
    }
  }

  private static Decisions of(
      String word, UnaryOperator<Signal> hears, UnaryOperator<Effect> wants) {
    return new Decisions() {
      @Override
      public Kind kind(Kind real) {
        return real.word().equals(word) ? new MistakenKind(real, hears, wants) : real;
      }
    };
  }

  private record MistakenKind(Kind real, UnaryOperator<Signal> hears, UnaryOperator<Effect> wants)
      implements Kind {
    @Override
    public String word() {
      return real.word();
    }

    @Override
    public List<Setting> settings() {
      return real.settings();
    }

    @Override
    public Behavior<?> behavior(Birth birth, Settings settings) {
      return mistaken(real.behavior(birth, settings));
    }

    private <S> Behavior<S> mistaken(Behavior<S> behavior) {
      return new Mistaken<>(behavior, hears, wants);
    }
  }

  // --- fencing -----------------------------------------------------------------------------------

  @Test
  void aStoreThatLetsTheDeposedWriteIsFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public Fencing fencing() {
                    return (_, _) -> true;
                  }
                }))
        .isEqualTo("deposed writer");
  }

  // --- unknown is not gone -----------------------------------------------------------------------

  @Test
  void aParentThatCouldNotBeReadAndIsTakenForGoneIsFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public Polled ofParent(
                      Answer answer,
                      NodeName asked,
                      Read<Seen> record,
                      Contact contact,
                      Evidence evidence) {
                    return record instanceof Read.Unavailable<Seen>
                        ? new Polled.Gone(new Revision(1))
                        : super.ofParent(answer, asked, record, contact, evidence);
                  }
                }))
        .isEqualTo("needless stop");
  }

  @Test
  void anOwnerThatIsThereAndIsTakenForDeletedIsFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public Evidence evidence(Owner owner, Read<KubeObject> read) {
                    return new Evidence.ObjectDeleted(new Revision(1));
                  }
                }))
        .isEqualTo("needless stop");
  }

  @Test
  void aNodeOfWhichNothingIsKnownAndIsTakenForSilentIsFound() {
    UnaryOperator<Signal> hears =
        signal ->
            signal instanceof Signal.ChildPolled(var child, Polled.Unknown _)
                ? new Signal.ChildPolled(child, new Polled.Gone(new Revision(1)))
                : signal;
    assertThat(rule(of("kubecontroller", hears, UnaryOperator.identity())))
        .isEqualTo("needless eviction");
  }

  // --- grace -------------------------------------------------------------------------------------

  @Test
  void orphansThatWaitForNoGraceAreFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public Optional<Duration> orphanGrace(Optional<Duration> configured) {
                    return Optional.of(Duration.ZERO);
                  }
                }))
        .isEqualTo("needless stop");
  }

  // --- isolation ---------------------------------------------------------------------------------

  @Test
  void aNodeThatCountsFromTheEndOfItsLeaseIsFound() {
    assertThat(
            ruleOfStopping(
                new Decisions() {
                  @Override
                  public Times isolation(Times times) {
                    return new Times(times.endAfter().plus(Timing.QUICK.ttl()), times.grace());
                  }
                }))
        .isEqualTo("alive together");
  }

  // --- alive records -----------------------------------------------------------------------------

  @Test
  void aLifeThatDoesNotClaimAnewAfterItsLeaseWasLostIsFound() {
    assertThat(
            found(
                new Decisions() {
                  @Override
                  public Hold hold(Optional<Incarnation> mine, Read<Seen> record) {
                    return record instanceof Read.Absent<Seen>
                        ? new Hold.Sound()
                        : super.hold(mine, record);
                  }
                }))
        .isNotNull();
  }

  @Test
  void aLifeThatLivesOnBesideAnotherIsFound() {
    assertThat(
            found(
                new Decisions() {
                  @Override
                  public Hold hold(Optional<Incarnation> mine, Read<Seen> record) {
                    return record instanceof Read.Found<Seen>
                        ? new Hold.Sound()
                        : super.hold(mine, record);
                  }
                }))
        .isNotNull();
  }

  @Test
  void aLifeThatWaitsForEverWhenItsRecordIsMissingIsFound() {
    assertThat(
            found(
                new Decisions() {
                  @Override
                  public Remedy ofMissing(
                      Incarnation mine,
                      boolean leaseLost,
                      boolean isSeat,
                      Optional<Incarnation> seat) {
                    return Remedy.LOOK_AGAIN;
                  }
                }))
        .isNotNull();
  }

  @Test
  void aRecordThatIsNotGivenBackIsFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public boolean releases() {
                    return false;
                  }
                }))
        .isEqualTo("not settled");
  }

  // --- adoption ----------------------------------------------------------------------------------

  private static Outcome seen(Outcome outcome, UnaryOperator<SeenContainer> change) {
    return outcome instanceof Outcome.Done(Result.Containers(var all))
        ? new Outcome.Done(new Result.Containers(all.stream().map(change).toList()))
        : outcome;
  }

  @Test
  void aHashThatIsNeverTheSameIsFound() {
    assertThat(
            rule(
                new Decisions() {
                  @Override
                  public UnaryOperator<Outcome> heard(Action action) {
                    return action instanceof Action.Find
                        ? outcome ->
                            seen(
                                outcome,
                                one ->
                                    new SeenContainer(
                                        one.id(),
                                        one.path(),
                                        one.podUid(),
                                        one.sandbox(),
                                        "another",
                                        one.attempt(),
                                        one.imageId(),
                                        one.ip(),
                                        one.state()))
                        : super.heard(action);
                  }
                }))
        .isEqualTo("needless stop");
  }

  @Test
  void anAgentThatDoesNotLookForWhatItsPredecessorLeftIsFound() {
    UnaryOperator<Signal> hears =
        signal ->
            signal instanceof Signal.Performed(Action.Find find, Outcome.Done _)
                ? new Signal.Performed(find, new Outcome.Done(new Result.Containers(List.of())))
                : signal;
    assertThat(rule(of("agent", hears, UnaryOperator.identity()))).isEqualTo("ghost");
  }

  // --- backoff -----------------------------------------------------------------------------------

  @Test
  void aContainerThatIsRestartedWithoutBackoffIsFound() {
    UnaryOperator<Effect> wants =
        effect ->
            effect instanceof Effect.WakeAfter(_, var tag)
                ? new Effect.WakeAfter(Duration.ofMillis(1), tag)
                : effect;
    assertThat(rule(of("container", UnaryOperator.identity(), wants))).isEqualTo("no backoff");
  }

  // --- bindings ----------------------------------------------------------------------------------

  private static Node withRoom(Node node, int cpus) {
    return node.withStatus(
        new NodeStatus(
            node.status().capacity(),
            Map.of(
                "cpu", Quantity.of(cpus), "memory", new Quantity("1Ti"), "pods", Quantity.of(99)),
            node.status().conditions(),
            node.status().addresses(),
            node.status().nodeInfo()));
  }

  @Test
  void aNodeThatTakesMorePodsThanItHasRoomForIsFound() {
    UnaryOperator<Signal> hears =
        signal ->
            signal instanceof Signal.Observed(var interest, var changes, var complete)
                    && changes.size() == 1
                    && changes.getFirst() instanceof Change.Put(Node node, var created)
                ? new Signal.Observed(
                    interest, List.of(new Change.Put(withRoom(node, 1000), created)), complete)
                : signal;
    UnaryOperator<Effect> wants =
        effect ->
            effect instanceof Effect.Publish(Node node)
                ? new Effect.Publish(withRoom(node, 4))
                : effect;
    Decisions mistaken =
        new Decisions() {
          @Override
          public Kind kind(Kind real) {
            return real.word().equals("agent")
                ? new MistakenKind(new Boundless(real), hears, wants)
                : real;
          }
        };
    assertThat(rule(mistaken)).isEqualTo("overcommit");
  }

  /// An agent that takes its machine for larger than it is.
  private record Boundless(Kind real) implements Kind {
    @Override
    public String word() {
      return real.word();
    }

    @Override
    public List<Setting> settings() {
      return real.settings();
    }

    @Override
    public Behavior<?> behavior(Birth birth, Settings settings) {
      Optional<KubeObject> subject =
          birth.subject().map(it -> it instanceof Node node ? withRoom(node, 1000) : it);
      return real.behavior(new Birth(birth.self(), birth.node(), subject), settings);
    }
  }

  // --- rollouts ----------------------------------------------------------------------------------

  private static Change ready(Change change) {
    return change instanceof Change.Put(Pod pod, var created)
        ? new Change.Put(
            pod.withStatus(
                pod.status()
                    .withConditions(List.of(Condition.of("Ready", true, Instant.EPOCH, "", "")))),
            created)
        : change;
  }

  @Test
  void aRolloutThatDoesNotWaitForPodsToBeReadyIsFound() {
    UnaryOperator<Signal> hears =
        signal ->
            signal instanceof Signal.Observed(var interest, var changes, var complete)
                ? new Signal.Observed(
                    interest, changes.stream().map(PlantedBugsTest::ready).toList(), complete)
                : signal;
    assertThat(rule(of("deployment", hears, UnaryOperator.identity()))).isEqualTo("availability");
  }

  // --- the end -----------------------------------------------------------------------------------
  @Test
  void aContainerThatIsRemovedInsteadOfStoppedIsFound() {
    UnaryOperator<Effect> wants =
        effect ->
            effect instanceof Effect.Perform(Action.Stop stop)
                ? new Effect.Perform(new Action.RemoveContainer(stop.container()))
                : effect;
    assertThat(found(of("container", UnaryOperator.identity(), wants))).isNotNull();
  }
}
