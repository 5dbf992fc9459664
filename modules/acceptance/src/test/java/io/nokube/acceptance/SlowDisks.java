package io.nokube.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Has members of etcd wait longer for their disks: whatever they sync takes so much more. A
/// playground's hosts are containers, so their processes are this machine's too, and `strace` can
/// make a system call last.
final class SlowDisks implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final List<Process> tracers = new ArrayList<>();

  private SlowDisks() {}

  /// @param hosts with a member each
  static SlowDisks of(Playground playground, List<String> hosts, Duration more) {
    SlowDisks disks = new SlowDisks();
    try {
      for (String host : hosts) {
        disks.tracers.add(traced(etcd(playground, host), more));
      }
    } catch (AssertionError | UncheckedIOException failed) {
      disks.close();
      throw failed;
    }
    return disks;
  }

  private static ProcessHandle etcd(Playground playground, String host) {
    List<String> words =
        List.of("--name=" + host, "--data-dir=/var/lib/nokube/" + playground.name + "/etcd/data");
    return ProcessHandle.allProcesses()
        .filter(each ->
            each.info().arguments().map(List::of).filter(it -> it.containsAll(words)).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no member of etcd runs on " + host));
  }

  private static Process traced(ProcessHandle process, Duration more) {
    String syncs = "fsync,fdatasync";
    try {
      return new ProcessBuilder(
              "strace",
              "-f",
              "-qq",
              "-o/dev/null",
              "-etrace=" + syncs,
              "-einject=" + syncs + ":delay_exit=" + more.toMillis() * 1000,
              "-p" + process.pid())
          .inheritIO()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// They are as quick as before.
  @Override
  public void close() {
    tracers.forEach(Process::destroy);
    for (Process tracer : tracers) {
      try {
        if (!tracer.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("strace goes on");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
