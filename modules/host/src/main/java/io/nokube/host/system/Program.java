package io.nokube.host.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of the system, run to its end with an argument list (never through a shell).
///
/// Its messages come in English (`LC_ALL=C.UTF-8`), since they are read by us.
public record Program(List<String> command, Map<String, String> environment) {

  public Program(String... command) {
    this(List.of(command), Map.of());
  }

  /// What a program left behind when it ended.
  public record Ended(int exitCode, String output, String errors) {

    public boolean succeeded() {
      return exitCode == 0;
    }

    /// The last `count` lines that it wrote, errors last.
    public String lastLines(int count) {
      var lines = Stream.of(output, errors).flatMap(String::lines).filter(l -> !l.isBlank());
      var all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - count), all.size()));
    }
  }

  /// Runs it and waits for its end; at the deadline it is stopped with all its children.
  ///
  /// @throws StepFailure if it can't be started or doesn't end in time
  public Ended run(Deadline deadline) {
    var process = start();
    var output = Captured.of(process.getInputStream());
    var errors = Captured.of(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        throw new StepFailure(
            "`%s` did not end within %d s; its last lines:\n%s"
                .formatted(
                    line(),
                    deadline.whole().toSeconds(),
                    new Ended(-1, output.text(), errors.text()).lastLines(10)),
            "run the command again, with a longer deadline if the machine or its network is slow");
      }
      return new Ended(process.exitValue(), output.text(), errors.text());
    } catch (IOException e) {
      throw new UncheckedIOException("running `" + line() + "`", e);
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new StepFailure("interrupted while running `" + line() + "`", "run it again", e);
    }
  }

  /// Runs it like [#run], but an exit code other than 0 is a failure that shows its last lines.
  public Ended runSuccessfully(Deadline deadline, String advice) {
    var ended = run(deadline);
    if (!ended.succeeded()) {
      throw new StepFailure(
          "`%s` ended with code %d:\n%s".formatted(line(), ended.exitCode(), ended.lastLines(20)),
          advice);
    }
    return ended;
  }

  /// The command as one would type it.
  public String line() {
    return String.join(" ", command);
  }

  /// Where a program is, looked for on `PATH` and in the system's folders.
  public static Optional<Path> find(String name) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), SYSTEM_FOLDERS.stream())
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

  private Process start() {
    try {
      var builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new StepFailure(
          "`%s` can't be started: %s".formatted(line(), e.getMessage()),
          "install %s, or see that it is on the PATH".formatted(command.getFirst()),
          e);
    }
  }

  private static void end(Process process) {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    if (!Deadline.in(Duration.ofSeconds(5))
        .await(Duration.ofMillis(20), () -> all.stream().noneMatch(ProcessHandle::isAlive))) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /// What a stream has said so far, read on a thread of its own.
  private record Captured(ByteArrayOutputStream bytes, Thread reader) {

    static Captured of(InputStream stream) {
      var bytes = new ByteArrayOutputStream();
      return new Captured(
          bytes, Thread.ofVirtual().name("program-output").start(() -> copy(stream, bytes)));
    }

    /// All of it; a child left in the background may hold the stream open, and isn't waited for.
    String text() throws InterruptedException {
      reader.join(Duration.ofSeconds(1));
      return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void copy(InputStream stream, ByteArrayOutputStream bytes) {
      try (stream) {
        stream.transferTo(bytes);
      } catch (IOException e) {
        bytes.writeBytes(
            ("\n(the rest can't be read: " + e + ")").getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
