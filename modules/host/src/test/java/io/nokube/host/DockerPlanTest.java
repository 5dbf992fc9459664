package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DockerPlanTest {

  private static final Path DOCKERD = Path.of("/usr/sbin/dockerd");

  @Test
  void anEngineThatAnswersIsUsedAsItIs() {
    var engine = new DockerState.Running("20.10.24", "1.41");
    assertThat(plan(engine, true)).isEqualTo(new DockerPlan.Use(engine));
    var newest = new DockerState.Running("29.0.0", "1.52");
    assertThat(plan(newest, false)).isEqualTo(new DockerPlan.Use(newest));
  }

  @Test
  void anEngineThatIsTooOldIsRefusedByItsVersion() {
    assertThat(plan(new DockerState.Running("19.03.15", "1.40"), true))
        .isEqualTo(
            new DockerPlan.Refuse(
                "the Docker engine is 19.03.15 (API 1.40), which is too old",
                "upgrade it to Docker 20.10 or newer"));
  }

  @Test
  void anEngineThatDoesNotSayItsVersionIsRefused() {
    assertThat(plan(new DockerState.Running("", ""), true)).isInstanceOf(DockerPlan.Refuse.class);
  }

  @Test
  void systemdStartsAStoppedEngineWhereItRules() {
    assertThat(plan(new DockerState.Stopped(DOCKERD), true))
        .isEqualTo(new DockerPlan.StartByUnit());
  }

  @Test
  void withoutSystemdTheDaemonIsStarted() {
    assertThat(plan(new DockerState.Stopped(DOCKERD), false))
        .isEqualTo(new DockerPlan.StartDaemon(DOCKERD));
  }

  @Test
  void aUserWhoMayNotStartItIsToldSo() {
    assertThat(DockerPlan.of(new DockerState.Stopped(DOCKERD), true, Privilege.NONE))
        .isEqualTo(
            new DockerPlan.Refuse(
                "the Docker engine doesn't run, and this user may not start it",
                "run the command as root, or start the engine as root"));
  }

  @Test
  void noEngineIsInstalled() {
    assertThat(plan(new DockerState.NotInstalled(), false)).isEqualTo(new DockerPlan.Install());
  }

  @Test
  void anEngineThatDoesNotLetUsInIsRefusedWithTheGroupToJoin() {
    assertThat(plan(new DockerState.Denied(), true))
        .isInstanceOfSatisfying(
            DockerPlan.Refuse.class,
            refuse -> assertThat(refuse.advice()).contains("usermod -aG docker"));
  }

  @Test
  void anIllEngineIsNeverDoubled() {
    assertThat(plan(new DockerState.Ill("did not answer within 5 s"), false))
        .isInstanceOfSatisfying(
            DockerPlan.Refuse.class,
            refuse ->
                assertThat(refuse.why())
                    .isEqualTo("the Docker engine is there but did not answer within 5 s"));
  }

  private static DockerPlan plan(DockerState seen, boolean systemd) {
    return DockerPlan.of(seen, systemd, Privilege.ROOT);
  }
}
