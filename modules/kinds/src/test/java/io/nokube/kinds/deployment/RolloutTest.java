package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.meta.IntOrPercent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private final List<Replica> pods = new ArrayList<>();
  private DeploymentSpec spec = Replicas.rolling(3, IntOrPercent.of(1), IntOrPercent.of(0));

  private void replicas(int replicas, int surge, int unavailable) {
    spec = Replicas.rolling(replicas, IntOrPercent.of(surge), IntOrPercent.of(unavailable));
  }

  private void there(int count, String revision, Stage stage) {
    there(count, revision, stage, Things.T0);
  }

  private void there(int count, String revision, Stage stage, Instant created) {
    for (int i = 0; i < count; i++) {
      pods.add(Replicas.replica("p" + pods.size(), revision, stage, created));
    }
  }

  private Rollout plan() {
    return Rollout.of(spec, "new", pods);
  }

  private List<String> deleted() {
    return plan().delete().stream()
        .map(replica -> replica.revision() + " " + replica.stage())
        .toList();
  }

  @Nested
  class WithoutAnythingThere {
    @Test
    void allAreMadeAtOnce() {
      assertThat(plan()).isEqualTo(new Rollout(3, List.of()));
    }

    @Test
    void noneIsMadeIfNoneIsWanted() {
      replicas(0, 1, 0);
      assertThat(plan().isNothing()).isTrue();
    }
  }

  @Nested
  class OfOneRevision {
    @Test
    void whatIsMissingIsMade() {
      there(1, "new", Stage.AVAILABLE);
      there(1, "new", Stage.PENDING);
      assertThat(plan()).isEqualTo(new Rollout(1, List.of()));
    }

    @Test
    void whatLeavesOrHasEndedIsReplaced() {
      there(1, "new", Stage.AVAILABLE);
      there(1, "new", Stage.LEAVING);
      there(1, "new", Stage.ENDED);
      assertThat(plan().create()).isEqualTo(2);
      assertThat(deleted()).containsExactly("new ENDED");
    }

    @Test
    void tooManyAreTakenAwayThoseThatDoLeastFirst() {
      there(3, "new", Stage.AVAILABLE);
      there(1, "new", Stage.UNREADY);
      there(1, "new", Stage.UNASSIGNED);
      assertThat(deleted()).containsExactly("new UNASSIGNED", "new UNREADY");
    }

    @Test
    void enoughAreLeftAlone() {
      there(3, "new", Stage.UNREADY);
      assertThat(plan().isNothing()).isTrue();
    }
  }

  @Nested
  class FromOneRevisionToAnother {
    @Test
    void surgeGoesFirstWhenNoneMayBeMissing() {
      there(3, "old", Stage.AVAILABLE);
      assertThat(plan()).isEqualTo(new Rollout(1, List.of()));
    }

    @Test
    void anOldOneGoesForEachNewOneThatIsAvailable() {
      there(3, "old", Stage.AVAILABLE);
      there(1, "new", Stage.AVAILABLE);
      assertThat(plan().create()).isZero();
      assertThat(deleted()).containsExactly("old AVAILABLE");
    }

    @Test
    void noneGoesForANewOneThatIsNotAvailable() {
      there(3, "old", Stage.AVAILABLE);
      there(1, "new", Stage.READY);
      assertThat(plan().isNothing()).isTrue();
    }

    @Test
    void withoutSurgeAnOldOneGoesFirst() {
      replicas(3, 0, 1);
      there(3, "old", Stage.AVAILABLE);
      assertThat(plan().create()).isZero();
      assertThat(deleted()).containsExactly("old AVAILABLE");
    }

    @Test
    void upstreamsWorkedCase() {
      replicas(10, 3, 2);
      there(10, "old", Stage.AVAILABLE);
      assertThat(plan().create()).isEqualTo(3);
      assertThat(deleted()).hasSize(2);

      pods.clear();
      there(8, "old", Stage.AVAILABLE);
      there(3, "new", Stage.PENDING);
      assertThat(plan().create()).isEqualTo(2);
      assertThat(deleted()).isEmpty();
    }

    @Test
    void whenNewOnesCrashAndOldOnesDieItStops() {
      replicas(10, 3, 2);
      there(7, "old", Stage.AVAILABLE);
      there(1, "old", Stage.UNREADY);
      there(5, "new", Stage.UNREADY);
      assertThat(plan().isNothing()).isTrue();
    }

    @Test
    void oldOnesThatAreNoLossGoFirst() {
      replicas(4, 1, 1);
      there(2, "old", Stage.AVAILABLE);
      there(2, "old", Stage.PENDING);
      there(1, "new", Stage.AVAILABLE);
      assertThat(deleted()).containsExactly("old PENDING", "old PENDING");
    }

    @Test
    void ofSeveralOldRevisionsTheOldestGoesFirst() {
      replicas(3, 1, 0);
      there(1, "younger", Stage.AVAILABLE, Things.T0.plusSeconds(60));
      there(2, "older", Stage.AVAILABLE);
      there(1, "new", Stage.AVAILABLE, Things.T0.plusSeconds(90));
      assertThat(deleted()).containsExactly("older AVAILABLE");
    }

    @Test
    void backToAnOldRevisionItsPodsCountAsNew() {
      replicas(3, 1, 0);
      there(2, "new", Stage.AVAILABLE);
      there(2, "bad", Stage.UNREADY);
      assertThat(plan().create()).isZero();
      assertThat(deleted()).containsExactly("bad UNREADY");
    }
  }

  @Nested
  class WhenScaledInTheMiddle {
    @Test
    void upNewOnesAreAdded() {
      replicas(6, 1, 0);
      there(3, "old", Stage.AVAILABLE);
      there(1, "new", Stage.AVAILABLE);
      assertThat(plan().create()).isEqualTo(3);
      assertThat(deleted()).isEmpty();
    }

    @Test
    void downWhatIsAboveTheMostGoesUnavailableOnesFirst() {
      replicas(2, 1, 0);
      there(4, "old", Stage.AVAILABLE);
      there(2, "new", Stage.UNREADY);
      assertThat(plan().create()).isZero();
      assertThat(deleted())
          .containsExactly("new UNREADY", "new UNREADY", "old AVAILABLE", "old AVAILABLE");
    }

    @Test
    void toZeroAllGo() {
      replicas(0, 1, 0);
      there(2, "old", Stage.AVAILABLE);
      there(1, "new", Stage.AVAILABLE);
      assertThat(deleted()).hasSize(3);
    }
  }

  @Nested
  class Recreate {
    Recreate() {
      spec = Replicas.recreate(3);
    }

    @Test
    void allOldOnesGoBeforeANewOneIsMade() {
      there(3, "old", Stage.AVAILABLE);
      assertThat(plan().create()).isZero();
      assertThat(deleted()).hasSize(3);
    }

    @Test
    void whileAnOldOneIsLeavingNoneIsMade() {
      there(1, "old", Stage.LEAVING);
      assertThat(plan().isNothing()).isTrue();
    }

    @Test
    void thenAllAreMade() {
      assertThat(plan()).isEqualTo(new Rollout(3, List.of()));
    }

    @Test
    void anEndedOldOneHoldsNothingUp() {
      there(1, "old", Stage.ENDED);
      assertThat(plan().create()).isEqualTo(3);
      assertThat(deleted()).containsExactly("old ENDED");
    }

    @Test
    void tooManyNewOnesAreTakenAway() {
      there(4, "new", Stage.AVAILABLE);
      assertThat(deleted()).containsExactly("new AVAILABLE");
    }
  }
}
