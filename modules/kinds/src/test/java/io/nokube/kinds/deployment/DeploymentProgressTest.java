package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentProgressTest {
  private Deployment web = Things.deployment("web", 4);
  private final List<Replica> pods = new ArrayList<>();
  private String revision = "new";
  private Instant now = Things.T0;

  private void there(int count, String revision, Stage stage) {
    for (int i = 0; i < count; i++) {
      pods.add(Replicas.replica("p" + pods.size(), revision, stage, Things.T0));
    }
  }

  private DeploymentStatus look() {
    DeploymentStatus status = DeploymentProgress.of(web, revision, pods, now);
    web = web.withStatus(status);
    return status;
  }

  private Condition condition(String type) {
    return look().conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void becomes(Stage stage) {
    pods.replaceAll(pod -> pod.with(stage));
  }

  @Test
  void countsWhatIsThere() {
    there(2, "old", Stage.AVAILABLE);
    there(1, "new", Stage.READY);
    there(1, "new", Stage.UNREADY);
    there(1, "old", Stage.LEAVING);
    there(1, "new", Stage.ENDED);
    pods.add(Replica.expected("expected", "new", Things.T0));
    DeploymentStatus status = look();
    assertThat(status.replicas()).isEqualTo(4);
    assertThat(status.updatedReplicas()).isEqualTo(2);
    assertThat(status.readyReplicas()).isEqualTo(3);
    assertThat(status.availableReplicas()).isEqualTo(2);
    assertThat(status.unavailableReplicas()).isEqualTo(3);
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void isAvailableWithAsManyAsMayNotBeMissing() {
    there(2, "new", Stage.AVAILABLE);
    assertThat(condition("Available").status()).isEqualTo("False");
    assertThat(condition("Available").reason()).isEqualTo("MinimumReplicasUnavailable");
    assertThat(condition("Available").message())
        .isEqualTo("Deployment does not have minimum availability.");
    there(1, "new", Stage.AVAILABLE);
    assertThat(condition("Available").status()).isEqualTo("True");
    assertThat(condition("Available").reason()).isEqualTo("MinimumReplicasAvailable");
    assertThat(condition("Available").message()).isEqualTo("Deployment has minimum availability.");
  }

  @Test
  void timesChangeOnlyWithWhatTheyAreTimesOf() {
    Condition first = condition("Available");
    pass(5);
    assertThat(condition("Available")).isEqualTo(first);
    there(4, "new", Stage.AVAILABLE);
    pass(5);
    assertThat(condition("Available").lastTransitionTime()).contains(now);
  }

  @Test
  void progressIsSaidStepByStep() {
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetCreated");
    assertThat(condition("Progressing").message()).isEqualTo("Created new replica set \"web-new\"");
    pass(1);
    there(4, "new", Stage.PENDING);
    Condition progressing = condition("Progressing");
    assertThat(progressing.reason()).isEqualTo("ReplicaSetUpdated");
    assertThat(progressing.message()).isEqualTo("ReplicaSet \"web-new\" is progressing.");
    assertThat(progressing.lastUpdateTime()).contains(now);
    assertThat(progressing.lastTransitionTime()).contains(Things.T0);
    becomes(Stage.AVAILABLE);
    pass(1);
    Condition complete = condition("Progressing");
    assertThat(complete.reason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(complete.message()).isEqualTo("ReplicaSet \"web-new\" has successfully progressed.");
    pass(1);
    assertThat(condition("Progressing")).isEqualTo(complete);
  }

  @Test
  void withoutProgressItTimesOutAndRecovers() {
    there(4, "new", Stage.PENDING);
    look();
    assertThat(DeploymentProgress.deadline(web, web.status())).contains(now.plusSeconds(600));
    pass(599);
    assertThat(condition("Progressing").holds()).isTrue();
    pass(1);
    Condition late = condition("Progressing");
    assertThat(late.holds()).isFalse();
    assertThat(late.reason()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(late.message()).isEqualTo("ReplicaSet \"web-new\" has timed out progressing.");
    assertThat(DeploymentProgress.deadline(web, web.status())).isEmpty();
    becomes(Stage.READY);
    assertThat(condition("Progressing").reason()).isEqualTo("ReplicaSetUpdated");
  }

  @Test
  void onceCompleteALostPodIsNoLackOfProgress() {
    there(4, "new", Stage.AVAILABLE);
    look();
    pods.removeFirst();
    pass(10_000);
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(DeploymentProgress.deadline(web, web.status())).isEmpty();
  }

  @Test
  void fewerOldOnesAreProgressToo() {
    there(2, "old", Stage.AVAILABLE);
    there(1, "new", Stage.AVAILABLE);
    look();
    pass(100);
    pods.removeFirst();
    assertThat(condition("Progressing").lastUpdateTime()).contains(now);
  }

  @Test
  void anotherRevisionStartsAnew() {
    there(4, "new", Stage.AVAILABLE);
    look();
    revision = "newer";
    pass(1);
    assertThat(condition("Progressing").message())
        .isEqualTo("Created new replica set \"web-newer\"");
  }
}
