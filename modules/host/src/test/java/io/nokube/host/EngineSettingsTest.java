package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSettingsTest {

  private static final EngineSettings WANTED =
      new EngineSettings(true, List.of("http://10.0.0.1:5000"));

  @Test
  void allOtherSettingsStay() {
    var merge = WANTED.into(object("{\"bip\":\"10.1.0.1/24\",\"log-driver\":\"journald\"}"));
    assertThat(merge.after())
        .isEqualTo(
            object(
                """
                {"bip":"10.1.0.1/24","log-driver":"journald","live-restore":true,
                 "registry-mirrors":["http://10.0.0.1:5000"]}\
                """));
    assertThat(merge.changes())
        .containsExactly("live-restore is true", "registry-mirrors is [\"http://10.0.0.1:5000\"]");
  }

  @Test
  void whatSomebodySetOtherwiseIsChangedAndSaid() {
    var merge = WANTED.into(object("{\"live-restore\":false,\"registry-mirrors\":[\"http://m\"]}"));
    assertThat(merge.changes())
        .containsExactly(
            "live-restore is true (it was false)",
            "registry-mirrors is [\"http://10.0.0.1:5000\"] (it was [\"http://m\"])");
  }

  @Test
  void whatIsAsWantedChangesNothing() {
    var once = WANTED.into(object("{\"debug\":true}")).after();
    assertThat(WANTED.into(once).changes()).isEmpty();
    assertThat(WANTED.into(once).after()).isEqualTo(once);
  }

  @Test
  void withoutMirrorsThoseOfOthersStay() {
    var merge =
        new EngineSettings(true, List.of()).into(object("{\"registry-mirrors\":[\"http://m\"]}"));
    assertThat(merge.after().path("registry-mirrors").toString()).isEqualTo("[\"http://m\"]");
  }

  @Test
  void aRunningEngineIsAskedWhetherItHasThem() {
    var has =
        object(
            """
            {"LiveRestoreEnabled":true,"RegistryConfig":{"Mirrors":["http://10.0.0.1:5000/"]}}\
            """);
    assertThat(WANTED.areIn(has)).isTrue();
    assertThat(new EngineSettings(false, List.of()).areIn(has)).isFalse();
    assertThat(new EngineSettings(true, List.of("http://other")).areIn(has)).isFalse();
    assertThat(new EngineSettings(true, List.of()).areIn(has)).isTrue();
  }

  @Nested
  class TheFile {

    @TempDir Path folder;

    @Test
    void isMadeWhereThereIsNone() throws IOException {
      assertThat(setup().write()).hasSize(2);
      assertThat((JsonNode) object(Files.readString(file())))
          .isEqualTo(
              object("{\"live-restore\":true,\"registry-mirrors\":[\"http://10.0.0.1:5000\"]}"));
      assertThat(setup().write()).isEmpty();
    }

    @Test
    void keepsItsMode() throws IOException {
      Files.createDirectories(file().getParent());
      Files.writeString(file(), "{}");
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
      setup().write();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-r-----");
    }

    @Test
    void thatIsNoJsonIsLeftAlone() throws IOException {
      Files.createDirectories(file().getParent());
      Files.writeString(file(), "{ debug: yes");
      assertThatThrownBy(() -> setup().write())
          .isInstanceOf(StepFailure.class)
          .hasMessageContaining(file() + " are no JSON");
      assertThat(file()).hasContent("{ debug: yes");
    }

    private Path file() {
      return folder.resolve("docker/daemon.json");
    }

    private EngineSetup setup() {
      return new EngineSetup(
          WANTED,
          file(),
          folder.resolve("docker.pid"),
          new EngineSocket(folder.resolve("docker.sock")));
    }
  }

  @Nested
  class StartingAtBoot {

    @Test
    void isEnabledBySystemdOrByTheScript() {
      assertThat(plan(true, false, false))
          .isEqualTo(
              new EngineSetup.BootPlan.Run(List.of("systemctl", "enable", "docker.service")));
      assertThat(plan(false, false, true))
          .isEqualTo(new EngineSetup.BootPlan.Run(List.of("update-rc.d", "docker", "defaults")));
    }

    @Test
    void isLeftWhereItIsSoAlready() {
      assertThat(plan(true, true, false)).isEqualTo(new EngineSetup.BootPlan.Nothing());
      assertThat(plan(false, true, true)).isEqualTo(new EngineSetup.BootPlan.Nothing());
    }

    @Test
    void isRefusedWhereNothingCouldDoIt() {
      assertThat(plan(false, false, false)).isInstanceOf(EngineSetup.BootPlan.Refuse.class);
    }

    private static EngineSetup.BootPlan plan(boolean systemd, boolean enabled, boolean script) {
      return EngineSetup.BootPlan.of(systemd, new EngineSetup.BootPlan.Seen(enabled, script));
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
