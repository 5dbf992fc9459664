package io.nokube.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The docker command, for what quickstart and the playground do with it.
public final class Docker {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Docker() {}

  /// @return what it printed
  /// @throws CommandFailure if it fails, or does not end
  public static String run(List<String> words) {
    Ended ended = end(words);
    if (ended.code() != 0) {
      throw CommandFailure.failed(
          "docker " + words.getFirst() + " failed: " + ended.output().strip());
    }
    return ended.output();
  }

  /// @return whether it ended well
  /// @throws CommandFailure if it does not end
  public static boolean succeeds(List<String> words) {
    return end(words).code() == 0;
  }

  private record Ended(int code, String output) {}

  private static Ended end(List<String> words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(words);
    try {
      Path output = Files.createTempFile("nokube", ".docker");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw CommandFailure.failed(
              "docker %s does not end within %d s: the Docker engine hangs; restart it, then try again"
                  .formatted(words.getFirst(), LIMIT.toSeconds()));
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("docker can't be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }
}
