package io.nokube.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The playground's hosts as what they are on this machine: containers, which can be killed like a
/// host whose power fails.
///
/// @param playground its name
record DeadlyHosts(String playground) {
  private static final long DEADLINE_SECONDS = 120;

  private String container(String host) {
    return "nokube-" + playground + "-" + host;
  }

  void kill(String host) throws IOException, InterruptedException {
    run(List.of("docker", "kill", container(host)));
  }

  void start(String host) throws IOException, InterruptedException {
    run(List.of("docker", "start", container(host)));
  }

  /// What a command prints there, line by line.
  List<String> on(String host, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("docker", "exec", container(host)));
    words.addAll(List.of(command));
    return run(words);
  }

  /// Whether its engine answers. It doesn't at once when the host boots.
  boolean isUp(String host) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("docker", "exec", container(host), "docker", "version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    return ended && process.exitValue() == 0;
  }

  /// @return the lines of the output
  /// @throws IOException with what it said, if it doesn't end well
  private static List<String> run(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", words) + ": " + output);
    }
    return output.lines().filter(line -> !line.isBlank()).toList();
  }
}
