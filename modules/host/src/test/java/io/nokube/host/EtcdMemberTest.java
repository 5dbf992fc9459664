package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @Test
  void whatASnapshotHoldsIsPutBackAndTheEpochRaised() {
    var endpoint = client(start("\"free\"", "2147483648"));
    etcdctl(endpoint, "put", "/nokube/demo/id", "57661b7a");
    etcdctl(endpoint, "put", "/nokube/demo/objects/core/pods/default/web", "{}");
    var file = folder.resolve("etcd.snapshot");
    var taken =
        Lines.of(
                """
                {"operation":"etcd-snapshot","endpoints":["%s"],"root":"/nokube/demo/","file":"%s","deadlineSeconds":30}
                """
                    .formatted(endpoint, file))
            .result();
    etcdctl(endpoint, "del", "/nokube/demo/objects/core/pods/default/web");

    var peer = "http://127.0.0.1:1";
    var prepared =
        Lines.of(
            """
            {"operation":"etcd-prepare-restore","folder":"%s","snapshot":"%s","sha256":"%s","name":"test","peerUrl":"%s",
             "token":"restored","initialCluster":[{"name":"test","peerUrl":"%s"}],"deadlineSeconds":30}
            """
                .formatted(folder, file, taken.path("sha256").asText(), peer, peer));
    var tooEarly = restore();
    stop();
    var restored = restore();
    start("\"free\"", "2147483648");
    var raised = raise(endpoint, 5);
    var again = raise(endpoint, 5);
    var ended = endRestore();
    var endedAgain = endRestore();

    assertThat(taken.path("id").asText()).isEqualTo("57661b7a");
    assertThat(taken.path("objects").asLong()).isEqualTo(1);
    assertThat(taken.path("revision").asLong()).isEqualTo(3);
    assertThat(taken.path("epoch").asLong()).isZero();
    assertThat(taken.has("config")).isFalse();
    assertThat(prepared.exitCode()).isZero();
    assertThat(tooEarly.error("message")).contains("etcd runs in");
    assertThat(restored.exitCode()).isZero();
    assertThat(etcdctl(endpoint, "get", "--prefix", "/nokube/demo/objects/")).contains("web");
    assertThat(raised.path("epoch").asLong()).isEqualTo(5);
    assertThat(again.path("before").asLong()).isEqualTo(5);
    assertThat(again.path("epoch").asLong()).isEqualTo(6);
    assertThat(again.path("revision").asLong()).isEqualTo(5);
    assertThat(folder.resolve("data.before-restore/member")).isDirectory();
    assertThat(ended.path("change").asText()).isEqualTo("ended");
    assertThat(endedAgain.path("change").asText()).isEqualTo("none");
  }

  @Test
  void aSnapshotThatIsNotWholeIsNotUnpacked() throws IOException {
    var file = java.nio.file.Files.writeString(folder.resolve("etcd.snapshot"), "half of");
    var refused =
        Lines.of(
            """
            {"operation":"etcd-prepare-restore","folder":"%s","snapshot":"%s","sha256":"%s","name":"test","peerUrl":"http://a:1",
             "token":"t","initialCluster":[{"name":"test","peerUrl":"http://a:1"}],"deadlineSeconds":30}
            """
                .formatted(folder, file, "0".repeat(64)));
    assertThat(refused.error("message")).contains("is not the snapshot that was sent");
    assertThat(restore().error("message")).contains("there is no");
  }

  private Lines restore() {
    return Lines.of(
        """
        {"operation":"etcd-restore","folder":"%s","deadlineSeconds":20}
        """
            .formatted(folder));
  }

  private JsonNode endRestore() {
    return Lines.of(
            """
            {"operation":"etcd-end-restore","folder":"%s","deadlineSeconds":20}
            """
                .formatted(folder))
        .result();
  }

  private static JsonNode raise(URI endpoint, long to) {
    return Lines.of(
            """
            {"operation":"etcd-raise-epoch","endpoints":["%s"],"key":"/nokube/demo/epoch","to":%d,"deadlineSeconds":20}
            """
                .formatted(endpoint, to))
        .result();
  }

  private static String etcdctl(URI endpoint, String... words) {
    var command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + endpoint));
    command.addAll(List.of(words));
    return new Program(command, Map.of())
        .runSuccessfully(Deadline.in(Duration.ofSeconds(10)), "")
        .output();
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
