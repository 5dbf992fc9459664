package io.nokube.host.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the kernel tells of processes, read from `/proc` (proc(5)).
public record Proc(Path root) {

  public static final Proc KERNEL = new Proc(Path.of("/proc"));

  /// One process' state letter, its session's id, and when it started in clock ticks since boot.
  public record Stat(char state, long session, long startTicks) {

    /// Ended, though perhaps not yet collected by its parent.
    public boolean ended() {
      return state == 'Z' || state == 'X';
    }

    /// The line of `/proc/<pid>/stat`; the program's name in it may hold spaces and parentheses.
    static Stat parse(String line) {
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Stat(fields[0].charAt(0), Long.parseLong(fields[3]), Long.parseLong(fields[19]));
    }
  }

  /// A process that runs, or nothing if there is none of that id or it has ended.
  public Optional<Stat> running(long pid) {
    return read(root.resolve(Long.toString(pid)).resolve("stat"))
        .map(Stat::parse)
        .filter(stat -> !stat.ended());
  }

  /// The arguments of a process' command line; empty if it is gone.
  public List<String> commandLine(long pid) {
    return strings(pid, "cmdline");
  }

  /// The `NAME=value`s a process was started with; empty if it is gone or another user's.
  public List<String> environment(long pid) {
    return strings(pid, "environ");
  }

  /// Differs from boot to boot: process ids and start times mean something within one only.
  public String bootId() {
    return read(root.resolve("sys/kernel/random/boot_id")).orElse("").strip();
  }

  /// The ids of all processes.
  public List<Long> pids() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing the processes in " + root, e);
    }
  }

  private List<String> strings(long pid, String file) {
    return read(root.resolve(Long.toString(pid)).resolve(file)).stream()
        .flatMap(text -> Stream.of(text.split("\0")))
        .toList();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // It ended, perhaps while it was being read (the kernel then says ESRCH), or is another's.
      return Optional.empty();
    }
  }
}
