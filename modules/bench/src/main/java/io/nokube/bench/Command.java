package io.nokube.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A whole process, from its start to its end.
record Command(Map<String, String> environment, Path folder, List<String> words) {
  private static final long DEADLINE_MINUTES = 15;

  /// @param seconds from before it was started until it had ended
  record Result(String output, double seconds) {}

  /// @throws IOException with its output, if it doesn't end well
  Result run() throws IOException, InterruptedException {
    Path output = Files.createTempFile("nokube-bench", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      long began = System.nanoTime();
      Process process = builder.start();
      if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(this + " does not end");
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      String text = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IOException("%s ended with %d: %s".formatted(this, process.exitValue(), text));
      }
      return new Result(text, seconds);
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
