package io.nokube.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The docker command, for the little that quickstart shows with it.
final class Docker {
  private Docker() {}

  /// @return what it printed
  /// @throws CommandFailure if it fails
  static String run(List<String> words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(words);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw CommandFailure.failed("docker " + words.getFirst() + " failed: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw CommandFailure.failed("docker can't be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }
}
