package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.host.system.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `start-agent` and `stop-agent`, with a sleeper for an agent.
class AgentProcessTest {

  @TempDir Path folder;

  @AfterEach
  void endWhatRuns() {
    stop();
  }

  @Test
  void isStartedKeptReplacedAndStopped() {
    assertThat(change(start("[\"sleep\",\"100\"]", ""))).isEqualTo("started");
    assertThat(change(start("[\"sleep\",\"100\"]", ""))).isEqualTo("kept");
    assertThat(change(start("[\"sleep\",\"101\"]", ""))).isEqualTo("replaced");
    assertThat(change(stop())).isEqualTo("stopped");
    assertThat(change(stop())).isEqualTo("none");
  }

  @Test
  void itsStepsAreToldAsTheyHappen() {
    var lines = start("[\"sleep\",\"100\"]", "").all();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst().toString())
        .isEqualTo("{\"step\":\"agent\",\"state\":\"started\",\"detail\":\"starting n1\"}");
    assertThat(lines.get(1).path("state").asText()).isEqualTo("done");
    assertThat(lines.get(1).path("millis").isNumber()).isTrue();
  }

  @Test
  void itsSecretsComeFromAFileOfItsOwner() throws IOException {
    var secret = secret("rw-------");
    start(
        "[\"sh\",\"-c\",\"echo token $TOKEN; exec sleep 100\"]", ",\"envFile\":\"" + secret + "\"");
    var log = folder.resolve("log");
    assertThat(
            Deadline.in(Duration.ofSeconds(10))
                .await(Duration.ofMillis(20), () -> Texts.of(log).equals("token s3cret\n")))
        .isTrue();
    assertThat(Texts.of(folder.resolve("pid"))).doesNotContain("s3cret");
  }

  @Test
  void aSecretThatOthersMayReadIsRefused() throws IOException {
    var secret = secret("rw-r--r--");
    var refused = start("[\"sleep\",\"100\"]", ",\"envFile\":\"" + secret + "\"");
    assertThat(refused.exitCode()).isEqualTo(CommandAgent.FAILED);
    assertThat(refused.error("message"))
        .isEqualTo(secret + " holds secrets but others may read it");
    assertThat(refused.error("advice")).isEqualTo("give it the mode 0600");
  }

  @Test
  void aProgramThatIsNotThereFailsTheStep() {
    var refused = start("[\"/no/such\"]", "");
    assertThat(refused.exitCode()).isEqualTo(CommandAgent.FAILED);
    assertThat(refused.all().get(1).path("state").asText()).isEqualTo("failed");
    assertThat(refused.error("step")).isEqualTo("agent");
  }

  private Path secret(String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("env.json"), "{\"TOKEN\":\"s3cret\"}");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String change(Lines lines) {
    return lines.result().path("change").asText();
  }

  private Lines start(String command, String more) {
    return Lines.of(
        """
        {"operation":"start-agent","name":"n1","command":%s,"env":{},"log":"%s","pidFile":"%s",
         "graceSeconds":5,"deadlineSeconds":20%s}
        """
            .formatted(command, folder.resolve("log"), folder.resolve("pid"), more));
  }

  private Lines stop() {
    return Lines.of(
        """
        {"operation":"stop-agent","name":"n1","pidFile":"%s","graceSeconds":5,"deadlineSeconds":20}
        """
            .formatted(folder.resolve("pid")));
  }
}
