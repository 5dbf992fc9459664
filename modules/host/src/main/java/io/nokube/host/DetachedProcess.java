package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Lock;
import io.nokube.host.system.LogTail;
import io.nokube.host.system.Proc;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// A process that outlives whoever starts it and that is known by its pid file.
///
/// It has a session of its own (setsid(1)), so neither the launcher's end nor its terminal's
/// reaches it. Only a process that is provably the one of the pid file is ever signalled.
record DetachedProcess(Path pidFile, Proc proc) {

  /// Its environment carries this, with the pid file's token.
  static final String TOKEN = "NOKUBE_PROCESS";

  private static final Duration PAUSE = Duration.ofMillis(20);

  DetachedProcess(Path pidFile) {
    this(pidFile, Proc.KERNEL);
  }

  /// The process if it runs.
  Optional<ProcessPlan.Running> find() {
    return remembered().flatMap(file -> find(file).map(process -> running(process, file)));
  }

  private static ProcessPlan.Running running(PidFile.Known process, PidFile file) {
    return new ProcessPlan.Running(process.pid(), file.fingerprint());
  }

  private Optional<PidFile> remembered() {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    try {
      return PidFile.parse(Files.readString(pidFile));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the pid file " + pidFile, e);
    }
  }

  /// Makes it run as `wanted`: keeps, starts or replaces it. What is wanted is asked for while
  /// nobody else can start or end it.
  ///
  /// @return what had to be done, with the id of the process that runs now
  Outcome ensure(Supplier<Launch> settings, Duration grace, Deadline deadline) {
    return locked(
        deadline,
        file -> {
          var wanted = settings.get();
          var plan = ProcessPlan.of(find(), wanted);
          return switch (plan) {
            case ProcessPlan.Keep keep -> new Outcome(plan, keep.pid());
            case ProcessPlan.Start start -> new Outcome(plan, start(file, wanted));
            case ProcessPlan.Replace replace -> {
              end(grace, deadline);
              yield new Outcome(plan, start(file, wanted));
            }
          };
        });
  }

  /// What [#ensure] did, and the process that runs now.
  record Outcome(ProcessPlan plan, long pid) {}

  /// Ends it (SIGTERM, `grace`, SIGKILL) and forgets it.
  ///
  /// @return the id of the process that was ended; nothing if none ran
  Optional<Long> stop(Duration grace, Deadline deadline) {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    return locked(
        deadline,
        file -> {
          var ended = end(grace, deadline);
          Files.deleteIfExists(pidFile);
          return ended;
        });
  }

  private Optional<PidFile.Known> find(PidFile remembered) {
    return remembered
        .known()
        .filter(process -> process.bootId().equals(proc.bootId()) && runs(process))
        .or(() -> remembered.known().isEmpty() ? search(remembered.token()) : Optional.empty());
  }

  private boolean runs(PidFile.Known process) {
    return proc.running(process.pid())
        .filter(stat -> stat.startTicks() == process.startTicks())
        .isPresent();
  }

  /// Its children inherit the token, but not its being the leader of its session.
  private Optional<PidFile.Known> search(String token) {
    return proc.pids().stream()
        .filter(pid -> proc.environment(pid).contains(TOKEN + "=" + token))
        .flatMap(pid ->
            proc.running(pid).stream()
                .filter(stat -> stat.session() == pid)
                .map(stat -> known(pid, stat)))
        .findFirst();
  }

  private PidFile.Known known(long pid, Proc.Stat stat) {
    return new PidFile.Known(proc.bootId(), pid, stat.startTicks());
  }

  private long start(FileChannel file, Launch launch) throws IOException {
    var remembered = PidFile.starting(UUID.randomUUID().toString(), launch);
    write(file, remembered.text());
    var tail = LogTail.fromNow(launch.log());
    var pid = spawn(launch, remembered.token());
    // Before that, whoever ends our own session would end it with us.
    Deadline.in(Duration.ofSeconds(5))
        .await(
            Duration.ofMillis(2),
            () -> proc.running(pid).map(stat -> stat.session() == pid).orElse(true));
    var stat =
        proc.running(pid)
            .orElseThrow(() ->
                new StepFailure(
                    "`%s` ended at once; its log says:\n%s"
                        .formatted(String.join(" ", launch.command()), tail.lastLines(20)),
                    "mend what its log says, then run this again"));
    write(file, remembered.started(known(pid, stat)).text());
    return pid;
  }

  private static long spawn(Launch launch, String token) throws IOException {
    var program = launch.command().getFirst();
    if (Program.find(program).isEmpty() && !Files.isExecutable(Path.of(program))) {
      throw new StepFailure(
          "`%s` can't be started: there is no such program".formatted(program),
          "give its full path, or install it");
    }
    Files.createDirectories(launch.log().toAbsolutePath().getParent());
    var command = new ArrayList<>(List.of("setsid"));
    command.addAll(launch.command());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    builder.environment().putAll(launch.environment());
    builder.environment().put(TOKEN, token);
    return builder.start().pid();
  }

  private Optional<Long> end(Duration grace, Deadline deadline) {
    var running = remembered().flatMap(this::find);
    running.ifPresent(process -> {
      // ProcessHandle checks the start time as well before it signals.
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
      if (deadline.atMost(grace).await(PAUSE, () -> !runs(process))) {
        return;
      }
      ProcessHandle.of(process.pid())
          .filter(handle -> runs(process))
          .ifPresent(ProcessHandle::destroyForcibly);
      if (!Deadline.in(Duration.ofSeconds(5)).await(PAUSE, () -> !runs(process))) {
        throw new StepFailure(
            "process %d does not end, even killed".formatted(process.pid()),
            "see what the kernel says of it (dmesg); it may hang on a disk or a network mount");
      }
    });
    return running.map(PidFile.Known::pid);
  }

  private interface Locked<T> {
    T run(FileChannel file) throws IOException;
  }

  /// Two who start or end the same process wait for one another.
  private <T> T locked(Deadline deadline, Locked<T> work) {
    try {
      Files.createDirectories(pidFile.toAbsolutePath().getParent());
      try (var file =
          FileChannel.open(
              pidFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        if (!deadline.await(PAUSE, () -> Lock.taken(file))) {
          throw new StepFailure(
              "another command holds the pid file %s".formatted(pidFile),
              "wait for it to end, then run this again");
        }
        return work.run(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing the pid file " + pidFile, e);
    }
  }

  private static void write(FileChannel file, String text) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    file.force(true);
  }
}
