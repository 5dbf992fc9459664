package io.nokube.kinds.pod;

import static io.nokube.kinds.testing.Pods.N1;
import static io.nokube.kinds.testing.Pods.busybox;
import static io.nokube.kinds.testing.Pods.running;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect.Publish;
import io.nokube.actor.Effect.Spawn;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.kinds.configstore.StoreMessage.Need;
import io.nokube.kinds.configstore.StoreMessage.NoLonger;
import io.nokube.kinds.container.ContainerMessage.Be;
import io.nokube.kinds.container.ContainerMessage.Hello;
import io.nokube.kinds.container.ContainerMessage.Said;
import io.nokube.kinds.container.ContainerMessage.Stop;
import io.nokube.kinds.container.ContainerMessage.Stopped;
import io.nokube.kinds.container.Wanted;
import io.nokube.kinds.container.Wanted.Resolution.Blocked;
import io.nokube.kinds.container.Wanted.Resolution.Ready;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.Things;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodStatus.Phase;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PodTest {
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "try_again", Duration.ofSeconds(1),
              "ask_again", Duration.ofSeconds(20),
              "overdue", Duration.ofSeconds(15)),
          Map.of());
  private static final OwnershipPath AGENT = OwnershipPath.agent(N1);
  private static final OwnershipPath STORE = OwnershipPath.top("", "configstore", "n1");
  private static final ObjectKey PAGE = new ObjectKey(ResourceType.CONFIG_MAP, "default", "page");
  private static final OwnershipPath PATH = Pods.path(busybox());
  private static final Action.Find FIND = new Action.Find(PATH);
  private static final String TWO =
      "{'containers':[{'name':'main','image':'busybox:1','ports':[{'containerPort':80}]},"
          + "{'name':'side','image':'busybox:1','ports':[{'containerPort':90,'hostPort':9090}]}]}";
  private static final String WITH_PAGE =
      "{'containers':[{'name':'main','image':'busybox:1',"
          + "'volumeMounts':[{'name':'www','mountPath':'/www'}]}],"
          + "'volumes':[{'name':'www','configMap':{'name':'page'}}]}";

  private static Driven<?> begun(Pod pod) {
    return Driven.begun(new PodKind(), new Birth(PATH, N1, Optional.of(pod)), SETTINGS);
  }

  private static ContainerStatus status(String name, ContainerState state) {
    boolean running = state.running().isPresent();
    return new ContainerStatus(
        name, state, ContainerState.NONE, running, 0, "busybox:1", "", "", running);
  }

  private static ContainerState terminated(int exitCode) {
    return ContainerState.terminated(
        new Terminated(exitCode, "Error", "", Optional.empty(), Optional.empty(), ""));
  }

  private static void says(Driven<?> pod, String container, ContainerState state) {
    pod.told(PATH.child("container", container), new Said(status(container, state), "10.0.0.7"));
  }

  private static PodStatus published(Driven<?> pod) {
    List<Publish> all = pod.effects(Publish.class);
    assertThat(all).as("published by %s", pod.effects()).hasSize(1);
    return ((Pod) all.getFirst().object()).status();
  }

  private static Wanted wanted(Driven<?> pod) {
    return pod.messages(Be.class).getLast().wanted();
  }

  private static Content page(long revision, String text) {
    ConfigMap map =
        new ConfigMap(
            ObjectMeta.named("default", "page").withResourceVersion(new Revision(revision)),
            Map.of("index.html", text),
            Map.of(),
            Optional.empty());
    return new Content(PAGE, new Revision(revision), Optional.of(map));
  }

  private static Content noPage() {
    return new Content(PAGE, new Revision(3), Optional.empty());
  }

  @Nested
  class Beginning {
    @Test
    void itSaysNowAndThenThatItIsHere() {
      Driven<?> pod = begun(busybox());

      pod.woken("here");

      assertThat(pod.effects(Tell.class))
          .containsExactly(new Tell(AGENT, new PodMessage.Here(busybox().metadata().uid())));
      assertThat(pod.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aSimplePodSpawnsItsContainerTellsItWhatToBeAndPublishesThatItIsPending() {
      Driven<?> pod = begun(busybox());

      assertThat(pod.effects(Spawn.class))
          .extracting(Spawn::child)
          .containsExactly(PATH.child("container", "main"));
      assertThat(wanted(pod).resolution()).isInstanceOf(Ready.class);
      assertThat(pod.actions()).isEmpty();
      assertThat(published(pod).phase()).isEqualTo(Phase.PENDING);
      assertThat(published(pod).startTime()).contains(Things.T0);
      assertThat(pod.messages(PodMessage.Here.class)).hasSize(1);
    }

    @Test
    void aContainerThatGreetsIsToldAgain() {
      Driven<?> pod = begun(busybox());
      Wanted first = wanted(pod);

      pod.told(PATH.child("container", "main"), new Hello());

      assertThat(pod.effects())
          .containsExactly(new Tell(PATH.child("container", "main"), new Be(first)));
    }

    @Test
    void itRunsAndIsReadyOnceItsContainerDoes() {
      Driven<?> pod = begun(busybox());

      says(pod, "main", ContainerState.running(Things.T0));

      assertThat(published(pod).phase()).isEqualTo(Phase.RUNNING);
      assertThat(published(pod).ready()).isTrue();
      assertThat(published(pod).podIP()).isEqualTo("10.0.0.7");
    }

    @Test
    void nothingIsPublishedTwice() {
      Driven<?> pod = begun(busybox());
      says(pod, "main", ContainerState.running(Things.T0));

      says(pod.after(Duration.ofSeconds(9)), "main", ContainerState.running(Things.T0));

      assertThat(pod.effects(Publish.class)).isEmpty();
    }

    @Test
    void aSuccessorPublishesOnlyNewsAndKeepsTheStartTime() {
      Driven<?> first = begun(busybox());
      says(first, "main", ContainerState.running(Things.T0));
      Pod known = busybox().withStatus(published(first));

      Driven<?> successor = begun(known);
      assertThat(successor.effects(Publish.class)).isEmpty();
      says(successor.after(Duration.ofHours(1)), "main", ContainerState.running(Things.T0));
      assertThat(successor.effects(Publish.class)).isEmpty();
      says(successor, "main", ContainerState.waiting("CrashLoopBackOff", ""));

      assertThat(published(successor).startTime()).contains(Things.T0);
    }

    @Test
    void aContainersActorThatFailsIsSpawnedAgainFirstAtOnceThenLater() {
      Driven<?> pod = begun(busybox());
      OwnershipPath main = PATH.child("container", "main");
      pod.signal(new Signal.ChildClosed(main, "it threw"));
      assertThat(pod.effects(Spawn.class)).hasSize(1);

      pod.after(Duration.ofSeconds(1)).signal(new Signal.ChildClosed(main, "it threw"));
      assertThat(pod.effects(Spawn.class)).isEmpty();
      assertThat(pod.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(10));

      pod.woken(pod.wakes().getFirst().tag());
      assertThat(pod.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void aContainersActorWhoseRecordIsGoneIsSpawnedAgain() {
      Driven<?> pod = begun(busybox());
      OwnershipPath main = PATH.child("container", "main");

      pod.signal(new Signal.ChildPolled(main, new Polled.Gone(new Revision(9))));

      assertThat(pod.effects(Spawn.class)).extracting(Spawn::child).containsExactly(main);
    }
  }

  @Nested
  class ItsPauseContainer {
    @Test
    void isStartedFirstWithAllPorts() {
      Driven<?> pod = begun(Pods.of(TWO));
      assertThat(pod.actions()).containsExactly(FIND);
      assertThat(pod.messages(Be.class)).isEmpty();
      pod.found(FIND);
      Action.StartSandbox start = pod.action(Action.StartSandbox.class);
      assertThat(((Network.Own) start.plan().network()).ports()).hasSize(2);

      pod.found(start, Pods.sandbox(PATH, "p0", running()));

      assertThat(pod.messages(Be.class))
          .allSatisfy(be ->
              assertThat(((Ready) be.wanted().resolution()).plan().network())
                  .isEqualTo(new Network.Shared(new ContainerId("p0"))))
          .hasSize(2);
    }

    @Test
    void thatRunsAlreadyIsAdopted() {
      Driven<?> pod = begun(Pods.of(TWO));

      pod.found(FIND, Pods.sandbox(PATH, "p0", running()));

      assertThat(pod.actions()).isEmpty();
      assertThat(pod.messages(Be.class)).hasSize(2);
    }

    @Test
    void thatDiedIsReplacedAndItsContainersFollow() {
      Driven<?> pod = begun(Pods.of(TWO));
      pod.found(FIND, Pods.sandbox(PATH, "p0", running()));
      String before = wanted(pod).specHash();
      pod.happens(new EngineEvent.Died(PATH, new ContainerId("p0"), 137));
      assertThat(pod.actions()).containsExactly(FIND);
      pod.found(FIND, Pods.sandbox(PATH, "p0", Pods.exited(137)));
      pod.done(pod.action(Action.RemoveContainer.class));

      pod.found(pod.action(Action.StartSandbox.class), Pods.sandbox(PATH, "p1", running()));

      assertThat(wanted(pod).specHash()).isNotEqualTo(before);
    }

    @Test
    void thatCantBeStartedIsTriedAgain() {
      Driven<?> pod = begun(Pods.of(TWO));
      pod.found(FIND);
      pod.refused(pod.action(Action.StartSandbox.class), "RunContainerError", "port is taken");
      assertThat(pod.notes())
          .containsExactly("FailedCreatePodSandBox: Failed to create pod sandbox: port is taken");

      pod.woken(pod.wakes().getFirst().tag());

      assertThat(pod.actions()).containsExactly(FIND);
    }

    @Test
    void isThereForOneThatReadsItsOwnAddress() {
      Driven<?> pod =
          begun(
              Pods.of(
                  "{'containers':[{'name':'main','image':'busybox:1','env':[{'name':'IP',"
                      + "'valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}}]}]}"));

      pod.found(FIND, Pods.sandbox(PATH, "p0", running()));

      assertThat(((Ready) wanted(pod).resolution()).plan().env()).containsExactly("IP=10.0.0.9");
    }
  }

  @Nested
  class ItsConfig {
    @Test
    void isAskedForAndAwaited() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));

      assertThat(pod.effects(Tell.class)).contains(new Tell(STORE, new Need(PAGE, Revision.NONE)));
      assertThat(wanted(pod).resolution()).isEqualTo(new Blocked("ContainerCreating", ""));
      assertThat(pod.actions()).isEmpty();
    }

    @Test
    void isMountedBeforeTheContainerMayBegin() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, page(4, "hello"));
      assertThat(pod.messages(Be.class)).isEmpty();

      pod.done(pod.action(Action.Mount.class));

      assertThat(wanted(pod).resolution()).isInstanceOf(Ready.class);
    }

    @Test
    void thatIsMissingIsSaidAndAwaited() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, noPage());
      assertThat(wanted(pod).resolution())
          .isEqualTo(new Blocked("CreateContainerConfigError", "configmap \"page\" not found"));
      assertThat(pod.notes())
          .containsExactly(
              "FailedMount: MountVolume.SetUp failed for volume \"www\" : configmap \"page\" not"
                  + " found");

      pod.told(STORE, page(4, "hello"));

      assertThat(pod.actions(Action.Mount.class)).hasSize(1);
    }

    @Test
    void thatChangesIsMountedAnewAndRestartsNothing() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, page(4, "hello"));
      pod.done(pod.action(Action.Mount.class));

      pod.told(STORE, page(6, "good bye"));

      Action.Mount mount = pod.action(Action.Mount.class);
      VolumePlan.Files files = (VolumePlan.Files) mount.volumes().getFirst();
      assertThat(files.files().get("index.html").content().copy())
          .isEqualTo("good bye".getBytes(UTF_8));
      assertThat(pod.messages(Be.class)).isEmpty();
    }

    @Test
    void thatChangesWhileItIsMountedIsMountedAfterwards() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, page(4, "one"));
      Action.Mount first = pod.action(Action.Mount.class);
      pod.told(STORE, page(5, "two"));
      assertThat(pod.actions()).isEmpty();

      pod.done(first);

      assertThat(pod.actions(Action.Mount.class)).hasSize(1);
    }

    @Test
    void thatVanishesKeepsWhatItHeld() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, page(4, "hello"));
      pod.done(pod.action(Action.Mount.class));

      pod.told(STORE, noPage());

      assertThat(pod.effects()).isEmpty();
    }

    @Test
    void isAskedForAgainNowAndThen() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      assertThat(pod.wakes().getLast().delay()).isEqualTo(Duration.ofSeconds(1));
      pod.told(STORE, page(4, "hello"));

      pod.woken("ask");

      assertThat(pod.effects(Tell.class))
          .containsExactly(new Tell(STORE, new Need(PAGE, new Revision(4))));
      assertThat(pod.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aMountThatFailsIsTriedAgain() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));
      pod.told(STORE, page(4, "hello"));
      pod.refused(pod.action(Action.Mount.class), "FailedMount", "disk is full");
      assertThat(pod.notes())
          .containsExactly("FailedMount: Unable to mount volumes [www]: disk is full");

      pod.woken(pod.wakes().getFirst().tag());

      assertThat(pod.actions(Action.Mount.class)).hasSize(1);
    }

    @Test
    void changesOfVariablesReachOnlyTheNextLife() {
      Driven<?> pod =
          begun(
              Pods.of(
                  "{'containers':[{'name':'main','image':'busybox:1',"
                      + "'envFrom':[{'configMapRef':{'name':'page'}}]}]}"));
      pod.told(STORE, page(4, "one"));
      Wanted before = wanted(pod);

      pod.told(STORE, page(5, "two"));

      assertThat(wanted(pod).specHash()).isEqualTo(before.specHash());
      assertThat(((Ready) wanted(pod).resolution()).plan().env()).containsExactly("index.html=two");
    }
  }

  @Nested
  class Ending {
    private final OwnershipPath main = PATH.child("container", "main");
    private final OwnershipPath side = PATH.child("container", "side");

    @Test
    void goesDeepestFirst() {
      Driven<?> pod = begun(Pods.of(TWO));
      pod.found(FIND, Pods.sandbox(PATH, "p0", running()));
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));
      assertThat(pod.effects(Tell.class))
          .containsExactly(
              new Tell(main, new Stop(Duration.ofSeconds(30))),
              new Tell(side, new Stop(Duration.ofSeconds(30))));

      pod.told(main, new Stopped());
      assertThat(pod.actions()).isEmpty();
      pod.told(side, new Stopped());
      assertThat(pod.actions()).containsExactly(FIND);
      pod.found(FIND, Pods.sandbox(PATH, "p0", running()));
      pod.done(pod.action(Action.Stop.class));
      pod.done(pod.action(Action.RemoveContainer.class));
      assertThat(pod.actions()).containsExactly(new Action.RemoveFolder(PATH));
      pod.done(pod.action(Action.RemoveFolder.class));
      assertThat(pod.actions())
          .containsExactly(new Action.Remove(busybox().key(), busybox().metadata().uid()));
      pod.done(pod.action(Action.Remove.class));

      assertThat(pod.ended()).isTrue();
    }

    @Test
    void beginsWithItsLifeIfItWasDeletedBefore() {
      Driven<?> pod = begun(Pods.deleting(busybox(), 5));

      assertThat(pod.messages(Stop.class)).containsExactly(new Stop(Duration.ofSeconds(5)));
      assertThat(pod.messages(Be.class)).isEmpty();
    }

    @Test
    void aShorterGraceReplacesALongerOne() {
      Driven<?> pod = begun(busybox());
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(60)));
      assertThat(pod.effects()).isEmpty();

      pod.told(AGENT, new PodMessage.Terminate(Duration.ZERO));

      assertThat(pod.messages(Stop.class)).containsExactly(new Stop(Duration.ZERO));
    }

    @Test
    void aContainerThatGreetsLateIsToldToStop() {
      Driven<?> pod = begun(busybox());
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));

      pod.told(main, new Hello());

      assertThat(pod.messages(Stop.class)).hasSize(1);
    }

    @Test
    void aParentThatIsGoneEndsItToo() {
      Driven<?> pod = begun(busybox());

      pod.parentGone();

      assertThat(pod.messages(Stop.class)).containsExactly(new Stop(Duration.ofSeconds(30)));
    }

    @Test
    void aParentOfWhichNothingIsKnownDoesNot() {
      Driven<?> pod = begun(busybox());

      pod.parentUnknown();

      assertThat(pod.effects()).isEmpty();
    }

    @Test
    void whatItsActorLeftBehindIsRemovedByThePod() {
      Driven<?> pod = begun(busybox());
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));
      pod.woken("overdue");

      pod.found(FIND, Pods.seen(main, "c0", "h", 0, running()));

      assertThat(pod.actions())
          .containsExactly(new Action.Stop(new ContainerId("c0"), Duration.ofSeconds(30)));
    }

    @Test
    void theStoresAreToldThatNothingIsNeeded() {
      Driven<?> pod = begun(Pods.of(WITH_PAGE));

      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));

      assertThat(pod.messages(NoLonger.class)).containsExactly(new NoLonger(PAGE));
    }

    @Test
    void anObjectThatCantBeRemovedNowIsRemovedLater() {
      Driven<?> pod = ending();
      Action.Remove remove = pod.action(Action.Remove.class);
      pod.refused(remove, "Unavailable", "etcd is away");
      assertThat(pod.ended()).isFalse();
      pod.woken(pod.wakes().getFirst().tag());
      pod.outcome(pod.action(Action.Remove.class), new Outcome.Unknown("contact broke"));
      pod.woken(pod.wakes().getFirst().tag());

      pod.refused(pod.action(Action.Remove.class), "NotFound", "it is gone");

      assertThat(pod.ended()).isTrue();
    }

    @Test
    void whoIsFencedEndsWithoutTouchingAnything() {
      Driven<?> pod = ending();

      pod.refused(pod.action(Action.Remove.class), "Fenced", "somebody else lives this path");

      assertThat(pod.ended()).isTrue();
      assertThat(pod.actions()).isEmpty();
    }

    private Driven<?> ending() {
      Driven<?> pod = begun(busybox());
      pod.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));
      pod.told(main, new Stopped());
      pod.found(FIND);
      return pod.done(pod.action(Action.RemoveFolder.class));
    }
  }

  @Nested
  class Completion {
    private static final String ONCE =
        "{'containers':[{'name':'main','image':'busybox:1'}],'restartPolicy':'Never'}";

    @Test
    void successIsForGood() {
      Driven<?> pod = begun(Pods.of(ONCE));

      says(pod, "main", terminated(0));

      assertThat(published(pod).phase()).isEqualTo(Phase.SUCCEEDED);
      assertThat(pod.messages(PodMessage.Finished.class)).hasSize(1);
    }

    @Test
    void aSuccessorStartsNothingAnew() {
      Driven<?> first = begun(Pods.of(ONCE));
      says(first, "main", terminated(1));
      assertThat(published(first).phase()).isEqualTo(Phase.FAILED);

      Driven<?> successor = begun(Pods.of(ONCE).withStatus(published(first)));

      assertThat(successor.effects(Spawn.class)).isEmpty();
      assertThat(successor.actions()).isEmpty();
    }

    @Test
    void aSuccessorOfOneThatIsOverAndDeletedEndsIt() {
      Driven<?> first = begun(Pods.of(ONCE));
      says(first, "main", terminated(1));
      Pod over = Pods.deleting(Pods.of(ONCE).withStatus(published(first)), 30);
      Driven<?> successor = begun(over);
      assertThat(successor.messages(Stop.class)).hasSize(1);

      successor.told(PATH.child("container", "main"), new Stopped());

      assertThat(successor.actions()).containsExactly(FIND);
    }

    @Test
    void whatIsOverIsCleanedUpWhenThePodGoes() {
      Driven<?> first = begun(Pods.of(ONCE));
      says(first, "main", terminated(1));
      Driven<?> successor = begun(Pods.of(ONCE).withStatus(published(first)));

      successor.told(AGENT, new PodMessage.Terminate(Duration.ofSeconds(30)));

      assertThat(successor.effects(Spawn.class)).hasSize(1);
      assertThat(successor.messages(Stop.class)).hasSize(1);
    }
  }
}
