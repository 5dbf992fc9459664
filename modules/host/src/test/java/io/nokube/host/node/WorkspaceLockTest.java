package io.nokube.host.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Command agents as processes of their own, as they are started on a host.
class WorkspaceLockTest {

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatRuns() throws IOException {
    started.forEach(Process::destroyForcibly);
    Files.deleteIfExists(WorkspaceLock.of(new Workspace(folder.resolve("nokube"))).file());
  }

  @Test
  void theSecondIsRefusedAndToldWhoIsFirstUntilTheFirstIsGone() throws Exception {
    var first = hold("anna@desk, 10:15", "");
    assertThat(lines(first, "\"state\":\"done\""))
        .last()
        .asString()
        .contains("\"seen\":{\"system\"")
        .contains("\"clockMillis\"");
    assertThat(folder.resolve("nokube")).as("holding changes nothing").doesNotExist();

    var second = hold("ben@lab, 10:16", "");
    assertThat(all(second))
        .contains("somebody else works on " + folder.resolve("nokube"))
        .contains("anna@desk, 10:15");
    assertThat(second.exitValue()).isEqualTo(1);

    first.getOutputStream().close(); // as sshd does when the connection goes
    assertThat(all(first)).contains("{\"result\":{}}");
    assertThat(first.exitValue()).isZero();

    var third = hold("ben@lab, 10:17", "");
    assertThat(lines(third, "\"state\":\"done\"")).last().asString().contains("held for ben@lab");
  }

  @Test
  void itEndsWithAHolderThatIsKilled() throws Exception {
    var first = hold("anna", "");
    lines(first, "\"state\":\"done\"");
    first.destroyForcibly().waitFor();
    assertThat(lines(hold("ben", ""), "\"state\":\"done\"")).last().asString().contains("ben");
  }

  @Test
  void aHolderThatFallsSilentIsGone() throws Exception {
    var first = hold("anna", ",\"silenceSeconds\":1");
    lines(first, "\"state\":\"done\"");
    assertThat(all(first)).contains("{\"result\":{}}");
  }

  @Test
  void whoHoldsANodeDoesAllElseThereTooEachRequestWithItsNumber() throws Exception {
    var first = hold("anna", "");
    lines(first, "\"state\":\"done\"");

    say(first, "7 " + base64("{\"operation\":\"look\",\"deadlineSeconds\":30}"));
    assertThat(lines(first, "\"result\"").getLast())
        .startsWith("{\"request\":7,\"result\":{\"system\"");
    say(
        first,
        "8 "
            + base64(
                "{\"operation\":\"read-authority\",\"workspace\":\"%s\",\"deadlineSeconds\":30}"
                    .formatted(folder.resolve("nokube"))));
    assertThat(lines(first, "\"result\""))
        .allSatisfy(line -> assertThat(line).startsWith("{\"request\":8,"))
        .last()
        .asString()
        .contains("\"files\":{}");

    say(first, "9 " + base64("{\"operation\":\"dance\"}"));
    assertThat(lines(first, "\"error\"").getLast())
        .startsWith("{\"request\":9,")
        .contains("unknown operation `dance`");
    say(first, "what now");
    assertThat(lines(first, "\"error\"").getLast()).contains("<number> <base64 of a request>");

    first.getOutputStream().close();
    assertThat(all(first)).isEqualTo("{\"result\":{}}");
  }

  private static void say(Process process, String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  private static String base64(String request) {
    return Base64.getEncoder().encodeToString(request.getBytes(UTF_8));
  }

  private Process hold(String holder, String more) throws IOException {
    var request =
        "{\"operation\":\"hold\",\"workspace\":\"%s\",\"cluster\":\"demo\",\"holder\":\"%s\"%s,\"deadlineSeconds\":30}"
            .formatted(folder.resolve("nokube"), holder, more);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.nokube.host.Main",
                base64(request))
            .redirectErrorStream(true)
            .start();
    started.add(process);
    return process;
  }

  /// What it says until a line has `text` in it.
  private static List<String> lines(Process process, String text) throws IOException {
    var lines = new ArrayList<String>();
    BufferedReader reader = process.inputReader(UTF_8);
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.contains(text)) {
        return lines;
      }
    }
    throw new AssertionError("it ended without saying " + text + ": " + lines);
  }

  private static String all(Process process) throws Exception {
    var text = String.join("\n", process.inputReader(UTF_8).lines().toList());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return text;
  }
}
