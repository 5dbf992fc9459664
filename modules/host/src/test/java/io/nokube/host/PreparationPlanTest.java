package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationPlanTest {

  private static final PackagePlan INSTALL =
      new PackagePlan.Install(List.of("a"), false, Privilege.SUDO);
  private static final PackagePlan NOTHING = new PackagePlan.Nothing();
  private static final DockerPlan USE = new DockerPlan.Use(new DockerState.Running("25", "1.44"));
  private static final DockerPlan START = new DockerPlan.StartByUnit();

  @Test
  void aMachineThatIsReadyNeedsNoRoot() {
    assertThat(new PreparationPlan(NOTHING, USE, false).needsRoot(wanted(true))).isFalse();
  }

  @Test
  void installingAndStartingNeedRoot() {
    assertThat(new PreparationPlan(INSTALL, USE, false).needsRoot(wanted(true))).isTrue();
    assertThat(new PreparationPlan(NOTHING, START, false).needsRoot(wanted(true))).isTrue();
    assertThat(
            new PreparationPlan(NOTHING, new DockerPlan.StartDaemon(Path.of("/d")), false)
                .needsRoot(wanted(true)))
        .isTrue();
  }

  @Test
  void anEngineThatNobodyAskedForIsNotStarted() {
    assertThat(new PreparationPlan(NOTHING, START, false).needsRoot(wanted(false))).isFalse();
  }

  @Test
  void whatAKilledRunLeftNeedsRoot() {
    assertThat(new PreparationPlan(NOTHING, USE, true).needsRoot(wanted(false))).isTrue();
  }

  @Test
  void aRefusalIsSaidWithoutBecomingRoot() {
    var refuse = new PackagePlan.Refuse("missing", "install it");
    assertThat(new PreparationPlan(refuse, new DockerPlan.Install(), false).needsRoot(wanted(true)))
        .isFalse();
  }

  private static Request.PrepareMachine wanted(boolean docker) {
    return new Request.PrepareMachine(
        List.of(),
        docker,
        false,
        false,
        Path.of("/l"),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1));
  }
}
