package io.nokube.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.Things;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodSpec.RestartPolicy;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodStatus.Phase;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RollupTest {
  private static final ContainerState RUNNING = ContainerState.running(Things.T0.plusMillis(700));
  private static final ContainerState CREATING = ContainerState.waiting("ContainerCreating", "");
  private static final PodSpec TWO =
      Pods.of("{'containers':[{'name':'a','image':'b:1'},{'name':'b','image':'b:1'}]}").spec();

  private static ContainerState ended(int exitCode) {
    return ContainerState.terminated(
        new Terminated(exitCode, "", "", Optional.empty(), Optional.empty(), ""));
  }

  private static ContainerStatus status(String name, ContainerState state, ContainerState last) {
    boolean running = state.running().isPresent();
    return new ContainerStatus(name, state, last, running, 0, "b:1", "", "", running);
  }

  private static ContainerStatus of(ContainerState state) {
    return status("a", state, ContainerState.NONE);
  }

  private static ContainerStatus again(ContainerState state) {
    return status("a", state, ended(1));
  }

  private static Phase phase(RestartPolicy policy, ContainerStatus... containers) {
    return Rollup.phase(policy, List.of(containers));
  }

  @Nested
  class ThePhase {
    @Test
    void isPendingWhileAnyContainerNeverStarted() {
      assertThat(phase(RestartPolicy.ALWAYS, of(CREATING))).isEqualTo(Phase.PENDING);
      assertThat(phase(RestartPolicy.ALWAYS, of(RUNNING), of(CREATING))).isEqualTo(Phase.PENDING);
    }

    @Test
    void isRunningWhileOneRuns() {
      assertThat(phase(RestartPolicy.NEVER, of(RUNNING), of(ended(1)))).isEqualTo(Phase.RUNNING);
    }

    @Test
    void isRunningInACrashLoop() {
      ContainerState loop = ContainerState.waiting("CrashLoopBackOff", "");

      assertThat(phase(RestartPolicy.ALWAYS, again(loop))).isEqualTo(Phase.RUNNING);
      assertThat(phase(RestartPolicy.ON_FAILURE, again(loop))).isEqualTo(Phase.RUNNING);
    }

    @Test
    void ofWhatEndedDependsOnThePolicy() {
      assertThat(phase(RestartPolicy.ALWAYS, of(ended(0)))).isEqualTo(Phase.RUNNING);
      assertThat(phase(RestartPolicy.NEVER, of(ended(0)), of(ended(0)))).isEqualTo(Phase.SUCCEEDED);
      assertThat(phase(RestartPolicy.NEVER, of(ended(0)), of(ended(2)))).isEqualTo(Phase.FAILED);
      assertThat(phase(RestartPolicy.ON_FAILURE, of(ended(2)))).isEqualTo(Phase.RUNNING);
      assertThat(phase(RestartPolicy.ON_FAILURE, of(ended(0)))).isEqualTo(Phase.SUCCEEDED);
    }
  }

  private static PodStatus roll(PodStatus before, Map<String, ContainerStatus> said, int seconds) {
    return Rollup.of(TWO, before, said, "10.0.0.7", Things.T0.plusSeconds(seconds));
  }

  private static Map<String, ContainerStatus> both(ContainerState a, ContainerState b) {
    return Map.of(
        "a", status("a", a, ContainerState.NONE), "b", status("b", b, ContainerState.NONE));
  }

  private static Condition ready(PodStatus status) {
    return status.conditions().stream()
        .filter(it -> it.type().equals("Ready"))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  class TheStatus {
    @Test
    void namesContainersInTheSpecsOrderThoughUnheard() {
      PodStatus status = roll(PodStatus.PENDING, Map.of(), 0);

      assertThat(status.containerStatuses())
          .extracting(ContainerStatus::name)
          .containsExactly("a", "b");
      assertThat(status.conditions())
          .extracting(Condition::type)
          .containsExactly("PodScheduled", "Initialized", "ContainersReady", "Ready");
      assertThat(ready(status).message()).isEqualTo("containers with unready status: [a b]");
      assertThat(ready(status).reason()).isEqualTo("ContainersNotReady");
    }

    @Test
    void keepsTimesOfTransitionWhileNothingChanges() {
      PodStatus first = roll(PodStatus.PENDING, both(RUNNING, CREATING), 1);
      PodStatus second = roll(first, both(RUNNING, RUNNING), 5);
      PodStatus third = roll(second, both(RUNNING, RUNNING), 9);

      assertThat(ready(second).lastTransitionTime()).contains(Things.T0.plusSeconds(5));
      assertThat(third).isEqualTo(second);
      assertThat(third.startTime()).contains(Things.T0.plusSeconds(1));
    }

    @Test
    void hasTimesInWholeSecondsAsTheyAreStored() {
      PodStatus status =
          Rollup.of(
              TWO,
              PodStatus.PENDING,
              both(RUNNING, RUNNING),
              "",
              Things.T0.plus(Duration.ofMillis(1500)));

      assertThat(status.startTime()).contains(Things.T0.plusSeconds(1));
      assertThat(status.containerStatuses().getFirst().state().running().orElseThrow().startedAt())
          .isEqualTo(Things.T0);
    }

    @Test
    void onceOverIsOver() {
      PodSpec once =
          Pods.of("{'containers':[{'name':'a','image':'b:1'}],'restartPolicy':'Never'}").spec();
      PodStatus over = Rollup.of(once, PodStatus.PENDING, Map.of("a", of(ended(0))), "", Things.T0);
      assertThat(over.phase()).isEqualTo(Phase.SUCCEEDED);
      assertThat(ready(over).reason()).isEqualTo("PodCompleted");

      PodStatus later = Rollup.of(once, over, Map.of("a", of(RUNNING)), "", Things.T0);

      assertThat(later.phase()).isEqualTo(Phase.SUCCEEDED);
      assertThat(later.ready()).isFalse();
    }

    @Test
    void keepsTheAddressItHad() {
      PodStatus first = roll(PodStatus.PENDING, Map.of(), 0);

      assertThat(Rollup.of(TWO, first, Map.of(), "", Things.T0).podIP()).isEqualTo("10.0.0.7");
    }
  }
}
