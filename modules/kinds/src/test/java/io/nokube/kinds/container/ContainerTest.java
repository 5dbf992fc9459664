package io.nokube.kinds.container;

import static io.nokube.kinds.testing.Pods.N1;
import static io.nokube.kinds.testing.Pods.busybox;
import static io.nokube.kinds.testing.Pods.exited;
import static io.nokube.kinds.testing.Pods.ofUid;
import static io.nokube.kinds.testing.Pods.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Settings;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.container.ContainerMessage.Be;
import io.nokube.kinds.container.ContainerMessage.Hello;
import io.nokube.kinds.container.ContainerMessage.Said;
import io.nokube.kinds.container.ContainerMessage.Stop;
import io.nokube.kinds.container.ContainerMessage.Stopped;
import io.nokube.kinds.container.Wanted.Resolution;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainerTest {
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "look_again", Duration.ofSeconds(1)),
          Map.of());
  private static final Pod POD = busybox();
  private static final OwnershipPath PATH = Pods.container(POD, "main");
  private static final OwnershipPath PARENT = Pods.path(POD);
  private static final String HASH = "h1";
  private static final Action.Find FIND = new Action.Find(PATH);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Driven<?> actor =
      Driven.begun(new ContainerKind(), new Birth(PATH, N1, Optional.of(POD)), SETTINGS);

  private static ContainerPlan plan(Optional<Boolean> nonRoot, String user) {
    return new ContainerPlan(
        new PodIdentity(PARENT, "default", "web", POD.metadata().uid(), N1),
        PATH,
        "main",
        "busybox:1",
        HASH,
        0,
        List.of(),
        List.of(),
        "",
        List.of(),
        new Network.Own("web", List.of()),
        false,
        List.of(),
        user,
        List.of(),
        nonRoot,
        false,
        false,
        false,
        List.of(),
        List.of(),
        0,
        2,
        0);
  }

  private static Wanted wanted(String hash, ImagePullPolicy pull, RestartPolicy restart) {
    return new Wanted(hash, pull, restart, GRACE, new Resolution.Ready(plan(Optional.empty(), "")));
  }

  private static Wanted wanted(RestartPolicy restart) {
    return wanted(HASH, ImagePullPolicy.IF_NOT_PRESENT, restart);
  }

  private static SeenContainer life(String id, int attempt, State state) {
    return Pods.seen(PATH, id, HASH, attempt, state);
  }

  private Driven<?> told(Wanted wanted) {
    return actor.told(PARENT, new Be(wanted));
  }

  private ContainerStatus said() {
    return actor.messages(Said.class).getLast().status();
  }

  private String waitingReason() {
    return said().state().waiting().orElseThrow().reason();
  }

  private Action.Start startAction() {
    return actor.action(Action.Start.class);
  }

  private void pulled(Action pull) {
    actor.outcome(pull, new Outcome.Done(new Result.Image("sha256:image", "")));
  }

  /// From nothing to running as the first life, c0.
  private void runs(Wanted wanted) {
    told(wanted);
    actor.found(FIND);
    pulled(actor.action(Action.Pull.class));
    actor.found(startAction(), life("c0", 0, running()));
  }

  private Driven<?> dies(String id, int exitCode) {
    return actor.happens(new EngineEvent.Died(PATH, new ContainerId(id), exitCode));
  }

  @Nested
  class Beginning {
    @Test
    void itLooksWhatIsThereAndGreetsItsPod() {
      assertThat(actor.actions()).containsExactly(FIND);
      assertThat(actor.messages(Hello.class)).hasSize(1);
    }

    @Test
    void itPullsThenStartsThenSaysThatItRuns() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND);
      Action.Pull pull = actor.action(Action.Pull.class);
      pulled(pull);
      assertThat(startAction().plan().attempt()).isZero();

      actor.found(startAction(), life("c0", 0, running()));

      assertThat(said().state().running()).isPresent();
      assertThat(said().ready()).isTrue();
      assertThat(said().restartCount()).isZero();
      assertThat(said().containerID()).isEqualTo("docker://c0");
      assertThat(actor.messages(Said.class).getLast().ip()).isEqualTo("10.0.0.7");
      assertThat(actor.notes())
          .containsExactly("Created: Created container: main", "Started: Started container main");
      assertThat(actor.actions()).isEmpty();
    }

    @Test
    void nothingBeginsBeforeThePodSaysWhatIsWanted() {
      actor.found(FIND);
      assertThat(actor.actions()).isEmpty();

      told(wanted(RestartPolicy.ALWAYS));

      assertThat(actor.actions(Action.Pull.class)).hasSize(1);
    }

    @Test
    void oneThatIsBlockedSaysWhyAndBeginsWhenItIsNoLonger() {
      told(
          new Wanted(
              HASH,
              ImagePullPolicy.IF_NOT_PRESENT,
              RestartPolicy.ALWAYS,
              GRACE,
              new Resolution.Blocked(
                  "CreateContainerConfigError", "configmap \"page\" not found")));
      actor.found(FIND);
      assertThat(waitingReason()).isEqualTo("CreateContainerConfigError");
      assertThat(actor.notes()).containsExactly("Failed: Error: configmap \"page\" not found");

      told(wanted(RestartPolicy.ALWAYS));

      assertThat(actor.actions(Action.Pull.class)).hasSize(1);
    }

    @Test
    void anImageThatMayBeRootIsNotStartedWhereThatIsForbidden() {
      told(
          new Wanted(
              HASH,
              ImagePullPolicy.IF_NOT_PRESENT,
              RestartPolicy.ALWAYS,
              GRACE,
              new Resolution.Ready(plan(Optional.of(true), ""))));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));

      assertThat(actor.actions()).isEmpty();
      assertThat(said().state().waiting().orElseThrow().message())
          .isEqualTo(
              "container has runAsNonRoot and image will run as root (pod: \"web_default(u1)\","
                  + " container: main)");
    }

    @Test
    void aStartWhoseOutcomeIsUnknownIsLookedFor() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));
      actor.outcome(startAction(), new Outcome.Unknown("contact broke"));
      assertThat(actor.actions()).containsExactly(FIND);

      actor.found(FIND, life("c0", 0, running()));

      assertThat(actor.actions()).isEmpty();
      assertThat(said().state().running()).isPresent();
    }

    @Test
    void whileTheEngineIsAwayItLooksAgainAndAgain() {
      actor.refused(FIND, "Unavailable", "Docker is down");
      assertThat(actor.wakes()).hasSize(1);

      actor.woken(actor.wakes().getFirst().tag());

      assertThat(actor.actions()).containsExactly(FIND);
    }

    @Test
    void thatTheEngineIsAwayIsToldOnce() {
      actor.refused(FIND, "Unavailable", "Docker is down");
      assertThat(actor.notes()).containsExactly("Failed: Error: Docker is down");

      actor.woken(actor.wakes().getFirst().tag());
      actor.refused(FIND, "Unavailable", "Docker is down");

      assertThat(actor.notes()).isEmpty();
    }
  }

  @Nested
  class Adoption {
    @Test
    void whatRunsAlreadyIsLeftAlone() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND, life("c4", 4, running()), life("c3", 3, exited(1)));

      assertThat(actor.actions()).isEmpty();
      assertThat(said().restartCount()).isEqualTo(4);
      assertThat(said().state().running()).isPresent();
      assertThat(said().lastState().terminated().orElseThrow().exitCode()).isEqualTo(1);
    }

    @Test
    void itIsAdoptedThoughItsConfigIsGone() {
      told(
          new Wanted(
              HASH,
              ImagePullPolicy.ALWAYS,
              RestartPolicy.ALWAYS,
              GRACE,
              new Resolution.Blocked("CreateContainerConfigError", "gone")));
      actor.found(FIND, life("c0", 0, running()));

      assertThat(actor.actions()).isEmpty();
      assertThat(said().state().running()).isPresent();
    }

    @Test
    void anotherPodsLeftoverGoesBeforeAnythingStarts() {
      told(wanted(RestartPolicy.ALWAYS));
      SeenContainer old = ofUid(life("old", 0, running()), "u0");
      actor.found(FIND, old);
      assertThat(actor.actions()).containsExactly(new Action.Stop(old.id(), GRACE));

      actor.done(actor.action(Action.Stop.class));
      assertThat(actor.actions()).containsExactly(new Action.RemoveContainer(old.id()));
      actor.done(actor.action(Action.RemoveContainer.class));
      assertThat(actor.actions()).containsExactly(FIND);
      actor.found(FIND);

      assertThat(actor.actions(Action.Pull.class)).hasSize(1);
    }

    @Test
    void oneOfAnotherSpecGivesWayToANewLife() {
      told(wanted(RestartPolicy.ALWAYS));
      SeenContainer old = Pods.seen(PATH, "c0", "h0", 0, running());
      actor.found(FIND, old);
      actor.done(actor.action(Action.Stop.class));
      actor.found(FIND, Pods.seen(PATH, "c0", "h0", 0, exited(143)));
      pulled(actor.action(Action.Pull.class));

      assertThat(startAction().plan().attempt()).isEqualTo(1);
    }

    @Test
    void oneThatDiedUnseenIsStartedAgain() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND, life("c0", 0, exited(1)));
      pulled(actor.action(Action.Pull.class));

      assertThat(startAction().plan().attempt()).isEqualTo(1);
    }

    @Test
    void oneThatIsToRestStaysAtRest() {
      told(wanted(RestartPolicy.NEVER));
      actor.found(FIND, life("c0", 0, exited(3)));

      assertThat(actor.actions(Action.Start.class)).isEmpty();
      assertThat(said().state().terminated().orElseThrow().exitCode()).isEqualTo(3);
    }

    @Test
    void aLifeNeverBegunIsRemovedFirst() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND, life("c0", 0, new State.Created()));

      assertThat(actor.actions())
          .containsExactly(new Action.RemoveContainer(new ContainerId("c0")));
    }
  }

  @Nested
  class Dying {
    @Test
    void theFirstTimeItIsStartedAtOnceWithoutALook() {
      runs(wanted(RestartPolicy.ALWAYS));

      dies("c0", 137);

      assertThat(actor.actions()).hasSize(1);
      assertThat(startAction().plan().attempt()).isEqualTo(1);
      assertThat(said().ready()).isFalse();
    }

    @Test
    void afterwardsTheEngineTellsHowItEndedAndOlderLivesGo() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 137);
      actor.found(startAction(), life("c1", 1, running()));
      assertThat(actor.actions()).containsExactly(FIND);
      assertThat(said().lastState().terminated().orElseThrow().reason()).isEqualTo("Error");

      actor.found(
          FIND,
          life("c1", 1, running()),
          life("c0", 0, new State.Exited(137, true, "", actor.now(), actor.now())));

      assertThat(said().lastState().terminated().orElseThrow().reason()).isEqualTo("OOMKilled");
      assertThat(actor.actions()).isEmpty();
    }

    @Test
    void onlyTheLifeBeforeIsKept() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));
      actor.found(FIND, life("c1", 1, running()), life("c0", 0, exited(1)));
      actor.after(Duration.ofMinutes(11));
      dies("c1", 1);
      actor.found(startAction(), life("c2", 2, running()));

      actor.found(
          FIND, life("c2", 2, running()), life("c1", 1, exited(1)), life("c0", 0, exited(1)));

      assertThat(actor.actions())
          .containsExactly(new Action.RemoveContainer(new ContainerId("c0")));
    }

    @Test
    void aCrashLoopWaitsTenSecondsThenTwiceAsLongUpToFiveMinutes() {
      runs(wanted(RestartPolicy.ALWAYS));
      int attempt = 0;
      dies("c0", 1);
      for (int seconds : List.of(10, 20, 40, 80, 160, 300, 300)) {
        attempt++;
        State running = new State.Running(actor.now());
        actor.found(startAction(), life("c" + attempt, attempt, running));
        actor.found(FIND, life("c" + attempt, attempt, running));
        dies("c" + attempt, 1);
        assertThat(actor.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(waitingReason()).isEqualTo("CrashLoopBackOff");
        assertThat(said().lastState().terminated().orElseThrow().exitCode()).isEqualTo(1);
        String tag = actor.wakes().getFirst().tag();
        actor.found(FIND, life("c" + attempt, attempt, exited(1)));
        actor.after(Duration.ofSeconds(seconds)).woken(tag);
      }
    }

    @Test
    void itSaysInKubernetesWordsThatItBacksOff() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));
      dies("c1", 1);

      assertThat(actor.notes())
          .containsExactly(
              "BackOff: Back-off restarting failed container main in pod web_default(u1)");
      assertThat(said().state().waiting().orElseThrow().message())
          .isEqualTo("back-off 10s restarting failed container=main pod=web_default(u1)");
    }

    @Test
    void tenHealthyMinutesForgetEarlierFailures() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, new State.Running(actor.now())));
      actor.found(FIND, life("c1", 1, new State.Running(actor.now())));
      actor.after(Duration.ofMinutes(10));

      dies("c1", 1);

      assertThat(startAction().plan().attempt()).isEqualTo(2);
    }

    @Test
    void oneThatCantStartAgainForItsConfigStillTellsHowItEnded() {
      runs(wanted(RestartPolicy.ALWAYS));
      told(
          new Wanted(
              HASH,
              ImagePullPolicy.IF_NOT_PRESENT,
              RestartPolicy.ALWAYS,
              GRACE,
              new Resolution.Blocked("CreateContainerConfigError", "gone")));
      assertThat(said().state().running()).isPresent();

      dies("c0", 3);

      assertThat(waitingReason()).isEqualTo("CreateContainerConfigError");
      assertThat(said().lastState().terminated().orElseThrow().exitCode()).isEqualTo(3);
    }

    @Test
    void successRestsUnderOnFailureAndFailureDoesNot() {
      runs(wanted(RestartPolicy.ON_FAILURE));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));

      dies("c1", 0);

      assertThat(actor.actions(Action.Start.class)).isEmpty();
      assertThat(said().state().terminated().orElseThrow().reason()).isEqualTo("Completed");
    }

    @Test
    void underAlwaysTheImageIsPulledBeforeEachLife() {
      runs(wanted(HASH, ImagePullPolicy.ALWAYS, RestartPolicy.ALWAYS));

      dies("c0", 1);

      assertThat(actor.actions(Action.Pull.class)).hasSize(1);
    }

    @Test
    void deathsOfOtherContainersDontMatter() {
      runs(wanted(RestartPolicy.ALWAYS));

      dies("stranger", 1);

      assertThat(actor.effects()).isEmpty();
    }

    @Test
    void oneThatEndsBeforeItsStartIsAnsweredIsNotMissed() {
      told(wanted(RestartPolicy.NEVER));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));
      Action.Start start = startAction();
      dies("c0", 0);

      actor.found(start, life("c0", 0, running()));

      assertThat(said().state().terminated().orElseThrow().exitCode()).isZero();
    }

    @Test
    void oneThatAStrangerRemovedComesBack() {
      runs(wanted(RestartPolicy.ALWAYS));

      actor.happens(new EngineEvent.Destroyed(PATH, new ContainerId("c0")));

      assertThat(startAction().plan().attempt()).isEqualTo(1);
    }

    @Test
    void whenEventsWereMissedItLooks() {
      runs(wanted(RestartPolicy.ALWAYS));
      actor.happens(new EngineEvent.Missed(PATH));
      assertThat(actor.actions()).containsExactly(FIND);

      actor.found(FIND);

      assertThat(startAction().plan().attempt()).isEqualTo(1);
    }

    @Test
    void anAnswerAskedForBeforeAStartProvesNoAbsenceAfterIt() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));
      actor.found(FIND, life("c1", 1, running()));
      dies("c1", 1);
      assertThat(actor.actions()).containsExactly(FIND);
      actor.after(Duration.ofSeconds(10)).woken(actor.wakes().getFirst().tag());
      actor.found(startAction(), life("c2", 2, running()));
      assertThat(actor.actions()).isEmpty();

      actor.found(FIND, life("c1", 1, exited(1)));

      assertThat(actor.actions()).containsExactly(FIND);
    }
  }

  @Nested
  class Failing {
    @Test
    void anImageThatCantBeHadIsTriedAgainLaterAndLater() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND);
      actor.refused(
          actor.action(Action.Pull.class),
          "ErrImagePull",
          "failed to pull image \"busybox:1\": no such host");
      assertThat(waitingReason()).isEqualTo("ErrImagePull");
      assertThat(actor.wakes())
          .extracting(wake -> wake.delay().toSeconds())
          .containsExactly(10L, 1L);
      assertThat(actor.notes())
          .containsExactly(
              "Failed: Failed to pull image \"busybox:1\": no such host",
              "Failed: Error: ErrImagePull");

      actor.woken(actor.wakes().getLast().tag());
      assertThat(waitingReason()).isEqualTo("ImagePullBackOff");
      assertThat(said().state().waiting().orElseThrow().message())
          .isEqualTo(
              "Back-off pulling image \"busybox:1\": ErrImagePull: failed to pull image \"busybox:1\": no such host");

      actor.after(Duration.ofSeconds(10)).woken("again");
      actor.refused(actor.action(Action.Pull.class), "ErrImagePull", "no such host");
      assertThat(actor.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aCommandThatIsntThereIsACrash() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));
      actor.refused(startAction(), "RunContainerError", "exec: \"nope\": not found in $PATH");
      assertThat(waitingReason()).isEqualTo("RunContainerError");
      assertThat(startAction().plan().attempt()).isEqualTo(1);

      actor.refused(startAction(), "RunContainerError", "exec: \"nope\": not found in $PATH");

      assertThat(waitingReason()).isEqualTo("CrashLoopBackOff");
      assertThat(said().lastState().terminated().orElseThrow().reason())
          .isEqualTo("ContainerCannotRun");
      assertThat(said().lastState().terminated().orElseThrow().exitCode()).isEqualTo(127);
      assertThat(actor.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void underNeverItFailsForGood() {
      told(wanted(RestartPolicy.NEVER));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));

      actor.refused(startAction(), "RunContainerError", "not found");

      assertThat(said().state().terminated().orElseThrow().exitCode()).isEqualTo(127);
      assertThat(actor.actions(Action.Start.class)).isEmpty();
    }

    @Test
    void oneThatCantBeCreatedIsTriedAgainFromThePullOn() {
      told(wanted(RestartPolicy.NEVER));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));
      actor.refused(startAction(), "CreateContainerError", "invalid mount");
      assertThat(waitingReason()).isEqualTo("CreateContainerError");

      actor.after(Duration.ofSeconds(10)).woken("again");

      assertThat(actor.actions(Action.Pull.class)).hasSize(1);
    }
  }

  @Nested
  class Ending {
    @Test
    void itStopsRemovesSaysSoAndEnds() {
      runs(wanted(RestartPolicy.ALWAYS));
      actor.told(PARENT, new Stop(GRACE));
      assertThat(actor.actions()).containsExactly(new Action.Stop(new ContainerId("c0"), GRACE));
      assertThat(actor.notes()).containsExactly("Killing: Stopping container main");

      dies("c0", 143);
      assertThat(actor.actions()).isEmpty();
      actor.done(new Action.Stop(new ContainerId("c0"), GRACE));
      assertThat(actor.actions())
          .containsExactly(new Action.RemoveContainer(new ContainerId("c0")));
      actor.done(actor.action(Action.RemoveContainer.class));

      assertThat(actor.messages(Stopped.class)).hasSize(1);
      assertThat(actor.ended()).isTrue();
    }

    @Test
    void thePreviousLifeIsRemovedToo() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));
      actor.found(FIND, life("c1", 1, running()), life("c0", 0, exited(1)));
      actor.told(PARENT, new Stop(GRACE));

      actor.done(actor.action(Action.Stop.class));

      assertThat(actor.actions())
          .containsExactly(
              new Action.RemoveContainer(new ContainerId("c0")),
              new Action.RemoveContainer(new ContainerId("c1")));
    }

    @Test
    void aShorterGraceReplacesALongerOneAndNotTheOtherWayRound() {
      runs(wanted(RestartPolicy.ALWAYS));
      actor.told(PARENT, new Stop(GRACE));
      actor.told(PARENT, new Stop(Duration.ofSeconds(60)));
      assertThat(actor.actions()).isEmpty();

      actor.told(PARENT, new Stop(Duration.ZERO));

      assertThat(actor.actions())
          .containsExactly(new Action.Stop(new ContainerId("c0"), Duration.ZERO));
    }

    @Test
    void oneThatIsBeingStartedIsStoppedOnceItRuns() {
      told(wanted(RestartPolicy.ALWAYS));
      actor.found(FIND);
      pulled(actor.action(Action.Pull.class));
      Action.Start start = startAction();
      actor.told(PARENT, new Stop(GRACE));
      assertThat(actor.effects()).isEmpty();

      actor.found(start, life("c0", 0, running()));

      assertThat(actor.actions()).containsExactly(new Action.Stop(new ContainerId("c0"), GRACE));
    }

    @Test
    void oneThatNeverRanEndsAtOnce() {
      actor.found(FIND);

      actor.told(PARENT, new Stop(GRACE));

      assertThat(actor.ended()).isTrue();
    }

    @Test
    void aSuccessorThatIsStoppedBeforeItLookedRemovesWhatItFinds() {
      actor.told(PARENT, new Stop(GRACE));
      actor.found(FIND, life("c1", 1, running()), life("c0", 0, exited(1)));

      assertThat(actor.actions())
          .containsExactlyInAnyOrder(
              new Action.Stop(new ContainerId("c1"), GRACE),
              new Action.RemoveContainer(new ContainerId("c0")));
    }

    @Test
    void inACrashLoopThereIsNothingToStop() {
      runs(wanted(RestartPolicy.ALWAYS));
      dies("c0", 1);
      actor.found(startAction(), life("c1", 1, running()));
      dies("c1", 1);

      actor.told(PARENT, new Stop(GRACE));

      assertThat(actor.actions(Action.Stop.class)).isEmpty();
      assertThat(actor.actions(Action.RemoveContainer.class)).hasSize(2);
    }

    @Test
    void aParentThatIsGoneEndsItWithThePodsOwnGrace() {
      runs(wanted(RestartPolicy.ALWAYS));

      actor.parentGone();

      assertThat(actor.actions()).containsExactly(new Action.Stop(new ContainerId("c0"), GRACE));
    }

    @Test
    void aParentOfWhichNothingIsKnownChangesNothing() {
      runs(wanted(RestartPolicy.ALWAYS));

      actor.parentUnknown();

      assertThat(actor.effects()).isEmpty();
    }

    @Test
    void aStopTheEngineCouldNotDoIsTriedAgain() {
      runs(wanted(RestartPolicy.ALWAYS));
      actor.told(PARENT, new Stop(GRACE));
      actor.refused(actor.action(Action.Stop.class), "Unavailable", "Docker is down");
      actor.woken(actor.wakes().getFirst().tag());
      actor.found(actor.action(Action.Find.class), life("c0", 0, running()));

      assertThat(actor.actions()).containsExactly(new Action.Stop(new ContainerId("c0"), GRACE));
    }
  }
}
