package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real etcd, asked for as the launcher asks for it.
class EtcdMemberTest {

  @TempDir Path folder;

  @AfterEach
  void endWhatRuns() {
    stop();
  }

  @Test
  void startsOnFreePortsAndAnswers() {
    var started = start("\"free\"", "2147483648");
    assertThat(started.exitCode()).isZero();
    assertThat(started.result().path("change").asText()).isEqualTo("started");
    assertThat(client(started).getHost()).isEqualTo("127.0.0.1");
    assertThat(started.result().path("version").asText()).startsWith("3.");
  }

  @Test
  void isFoundAgainAndKept() {
    var first = start("\"free\"", "2147483648");
    var second = start("\"free\"", "2147483648");
    assertThat(second.result().path("change").asText()).isEqualTo("kept");
    assertThat(second.result().path("pid")).isEqualTo(first.result().path("pid"));
    assertThat(client(second)).isEqualTo(client(first));
  }

  @Test
  void keepsItsPortsWhenItIsStartedAgain() {
    var first = start("\"free\"", "2147483648");
    assertThat(stop().result().path("change").asText()).isEqualTo("stopped");
    var second = start("\"free\"", "2147483648");
    assertThat(second.result().path("change").asText()).isEqualTo("started");
    assertThat(client(second)).isEqualTo(client(first));
  }

  @Test
  void isReplacedWhenASettingChanges() {
    var first = start("\"free\"", "2147483648");
    var second = start("\"free\"", "1073741824");
    assertThat(second.result().path("change").asText()).isEqualTo("replaced");
    assertThat(second.result().path("pid")).isNotEqualTo(first.result().path("pid"));
    assertThat(client(second)).isEqualTo(client(first));
  }

  @Test
  void aPortThatIsTakenIsNamedAndItsHolderLeftAlone() throws IOException {
    try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var refused = start(Integer.toString(stranger.getLocalPort()), "2147483648");
      assertThat(refused.exitCode()).isEqualTo(CommandAgent.FAILED);
      assertThat(refused.error("step")).isEqualTo("etcd");
      assertThat(refused.error("message"))
          .startsWith(
              "etcd's client port "
                  + stranger.getLocalPort()
                  + " on 127.0.0.1 is taken by java (pid "
                  + ProcessHandle.current().pid()
                  + ")");
      assertThat(stranger.isBound()).isTrue();
    }
  }

  @Test
  void aSettingThatEtcdRefusesIsReportedInItsOwnWords() {
    var refused = start("\"free\"", "2147483648", "nonsense");
    assertThat(refused.exitCode()).isEqualTo(CommandAgent.FAILED);
    assertThat(refused.error("message"))
        .startsWith("etcd ended; its log says:")
        .contains("nonsense");
  }

  private static URI client(Lines lines) {
    return URI.create(lines.result().path("clientUrl").asText());
  }

  private Lines start(String clientPort, String quota) {
    return start(clientPort, quota, "1h");
  }

  private Lines start(String clientPort, String quota, String retention) {
    return Lines.of(
        """
        {"operation":"start-etcd","name":"test","folder":"%s","address":"127.0.0.1",
         "clientPort":%s,"peerPort":"free","quotaBackendBytes":%s,
         "autoCompactionMode":"periodic","autoCompactionRetention":"%s","deadlineSeconds":30}
        """
            .formatted(folder, clientPort, quota, retention));
  }

  private Lines stop() {
    return Lines.of(
        """
        {"operation":"stop-etcd","folder":"%s","graceSeconds":5,"deadlineSeconds":20}
        """
            .formatted(folder));
  }
}
