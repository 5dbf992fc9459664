package io.nokube.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `nokube` command of the distribution that was just built, with a home of its own.
record Nokube(Path home) {
  static final String PROGRAM =
      Path.of("../distribution/target/nokube/bin/nokube").toAbsolutePath().normalize().toString();

  private static final long DEADLINE_MINUTES = 4;

  record Result(int code, String output) {}

  Result run(String... words) {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM);
    command.addAll(List.of(words));
    return run(command);
  }

  Result ok(String... words) {
    Result result = run(words);
    if (result.code() != 0) {
      throw new AssertionError("nokube " + String.join(" ", words) + ": " + result.output());
    }
    return result;
  }

  List<String> docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    Result result = run(command);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.output());
    }
    return result.output().lines().filter(line -> !line.isBlank()).sorted().toList();
  }

  Result run(List<String> command) {
    return run(command, DEADLINE_MINUTES);
  }

  Result run(List<String> command, long minutes) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NOKUBE_HOME", home.toString());
    try {
      Path output = java.nio.file.Files.createTempFile("nokube", ".out");
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " does not end");
      }
      String text = new String(java.nio.file.Files.readAllBytes(output), StandardCharsets.UTF_8);
      java.nio.file.Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
