package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.PortChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  @Test
  void everyOperationIsRead() {
    assertThat(read("{\"operation\":\"look\",\"deadlineSeconds\":2.5}"))
        .isEqualTo(new Request.Look(Optional.empty(), Duration.ofMillis(2500)));
    assertThat(
            read(
                """
                {"operation":"prepare-machine","packages":["a"],"docker":true,"etcd":false,
                 "noInstall":true,"dockerLog":"/l","deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.PrepareMachine(
                List.of("a"),
                true,
                false,
                true,
                Path.of("/l"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"start-etcd","name":"e","folder":"/f","address":"127.0.0.1",
                 "clientPort":2379,"peerPort":"free","quotaBackendBytes":5,
                 "autoCompactionMode":"revision","autoCompactionRetention":"1000","deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.StartEtcd(
                "e",
                Path.of("/f"),
                "127.0.0.1",
                new PortChoice.Fixed(2379),
                new PortChoice.Free(),
                5,
                "revision",
                "1000",
                Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"stop-etcd","folder":"/f","graceSeconds":0,"deadlineSeconds":1}\
                """))
        .isEqualTo(new Request.StopEtcd(Path.of("/f"), Duration.ZERO, Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"start-agent","name":"n1","command":["/x","y"],"env":{"A":"b"},
                 "log":"/l","pidFile":"/p","graceSeconds":2,"deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.StartAgent(
                "n1",
                List.of("/x", "y"),
                Map.of("A", "b"),
                Optional.empty(),
                Path.of("/l"),
                Path.of("/p"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"stop-agent","name":"n1","pidFile":"/p","graceSeconds":2,
                 "deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.StopAgent(
                "n1", Path.of("/p"), Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"make-image","name":"b:1","pullSeconds":3,"deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.MakeImage(
                "b:1", Optional.of(Duration.ofSeconds(3)), Duration.ofSeconds(1)));
    assertThat(
            read(
                """
                {"operation":"make-host-image","repository":"r","variant":"bare","packages":["a"],
                 "optionalPackages":["b"],"folder":"/f","deadlineSeconds":1}\
                """))
        .isEqualTo(
            new Request.MakeHostImage(
                "r", "bare", List.of("a"), List.of("b"), Path.of("/f"), Duration.ofSeconds(1)));
  }

  @Test
  void anUnknownOperationIsRefusedWithTheKnownOnes() {
    refused("{\"operation\":\"reboot\"}")
        .hasMessage(
            "unknown operation `reboot`; known are: etcd-end-restore, etcd-forget, etcd-leave, etcd-look, etcd-member-add,"
                + " etcd-member-remove, etcd-members, etcd-prepare-restore, etcd-raise-epoch, etcd-restore,"
                + " etcd-restore-member, etcd-snapshot, hold, image-layers, load-image, look, make-agent-image, make-etcd-image, make-host-image, make-image,"
                + " place-files, prepare-machine, read-authority, remove-node, start-agent,"
                + " start-agent-container, start-etcd, start-etcd-member, stop-agent, stop-etcd,"
                + " trust-registries, verify-upload");
  }

  @Test
  void aRequestWithoutAnOperationIsRefusedWithTheKnownOnes() {
    refused("{}")
        .hasMessageStartingWith("field `operation` is missing")
        .hasMessageContaining("look");
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    refused("{\"operation\":\"stop-etcd\",\"folder\":\"rel\",\"graceSeconds\":-1,\"grace\":1}")
        .hasMessage(
            "stop-etcd: field `folder` is an absolute path, not \"rel\";"
                + " stop-etcd: field `graceSeconds` is a number of seconds from 0 to 86400, not -1;"
                + " stop-etcd: field `deadlineSeconds` is missing: a number of seconds from 0 to 86400;"
                + " stop-etcd: unknown field `grace`; known are: deadlineSeconds, folder, graceSeconds,"
                + " operation");
  }

  @Test
  void aFieldSaidTwiceIsRefused() {
    refused("{\"operation\":\"look\",\"operation\":\"look\",\"deadlineSeconds\":1}")
        .hasMessageContaining("not JSON at 1:")
        .hasMessageContaining("Duplicate field 'operation'");
  }

  @Test
  void whatComesAfterTheObjectIsRefused() {
    refused("{\"operation\":\"look\",\"deadlineSeconds\":1} {}").hasMessageContaining("not JSON");
  }

  @Test
  void whatIsNoObjectIsRefused() {
    refused("[1]").hasMessage("a request is a JSON object, not [1]");
    refused("").hasMessage("a request is a JSON object, not nothing");
    refused("{").hasMessageStartingWith("not JSON at 1:");
  }

  @Test
  void whatIsNoBase64IsRefused() {
    assertThatThrownBy(() -> RequestReader.read("{}")).hasMessageStartingWith("not base64: ");
  }

  @Test
  void aPortIsANumberOrFree() {
    for (var wrong : List.of("0", "65536", "\"any\"", "1.5", "null")) {
      refused("{\"operation\":\"start-etcd\",\"clientPort\":" + wrong + "}")
          .hasMessageContaining(
              "field `clientPort` is a port from 1 to 65535, or \"free\", not " + wrong);
    }
  }

  @Test
  void aCompactionModeThatEtcdDoesNotHaveIsRefused() {
    refused("{\"operation\":\"start-etcd\",\"autoCompactionMode\":\"often\"}")
        .hasMessageContaining(
            "field `autoCompactionMode` is \"periodic\" or \"revision\", not \"often\"");
  }

  @Test
  void anAgentWithoutACommandIsRefused() {
    refused("{\"operation\":\"start-agent\",\"command\":[]}")
        .hasMessageContaining("field `command` has at least the program's path");
  }

  @Test
  void aRefusedRequestIsOneErrorLineAndDoesNothing() {
    var lines = Lines.of("{\"operation\":\"reboot\"}");
    assertThat(lines.exitCode()).isEqualTo(CommandAgent.REFUSED);
    assertThat(lines.all()).hasSize(1);
    assertThat(lines.error("step")).isEqualTo("request");
    assertThat(lines.error("advice")).contains("docs/agent-command.md");
  }

  private static Request read(String json) {
    return RequestReader.read(Lines.base64(json));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      String json) {
    return assertThatThrownBy(() -> read(json)).isInstanceOf(RequestReader.Refused.class);
  }
}
