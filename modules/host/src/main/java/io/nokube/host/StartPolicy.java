package io.nokube.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Supplier;

/// Keeps packages from starting their services when they are installed (Debian's etcd-server would
/// take port 2379): `policy-rc.d` as invoke-rc.d(8) asks it.
///
/// @param lock held while ours is in place; an empty file that stays
record StartPolicy(Path file, Path lock) {

  static final StartPolicy DEBIAN =
      new StartPolicy(Path.of("/usr/sbin/policy-rc.d"), Path.of("/run/lock/nokube-install"));

  private static final String MARK = "# Written by nokube while it installs packages.";
  private static final String FORBID = "#!/bin/sh\n" + MARK + "\nexit 101\n";

  /// Does `work` while no service may start; afterwards all is as it was.
  <T> T forbidding(Deadline deadline, Supplier<T> work) {
    return locked(
        deadline,
        () -> {
          act(StartPolicyPlan.forbid(seen(), Files.exists(copy())));
          try {
            return work.get();
          } finally {
            act(StartPolicyPlan.allow(seen(), Files.exists(copy())));
          }
        });
  }

  /// Puts right what a run that was killed left behind.
  void mend(Deadline deadline) {
    if (StartPolicyPlan.allow(seen(), Files.exists(copy())) != StartPolicyPlan.NOTHING) {
      locked(
          deadline,
          () -> {
            act(StartPolicyPlan.allow(seen(), Files.exists(copy())));
            return this;
          });
    }
  }

  private Path copy() {
    return file.resolveSibling(file.getFileName() + ".before-nokube");
  }

  private Path fresh() {
    return file.resolveSibling(file.getFileName() + ".nokube-new");
  }

  private StartPolicyPlan.Seen seen() {
    try {
      if (!Files.exists(file)) {
        return StartPolicyPlan.Seen.NONE;
      }
      return Files.readString(file).contains(MARK)
          ? StartPolicyPlan.Seen.OURS
          : StartPolicyPlan.Seen.THEIRS;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private void act(StartPolicyPlan plan) {
    try {
      switch (plan) {
        case NOTHING -> {}
        case WRITE -> write();
        case SAVE_AND_WRITE -> {
          Files.copy(
              file,
              copy(),
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
          write();
        }
        case REMOVE -> Files.delete(file);
        case RESTORE -> Files.move(copy(), file, StandardCopyOption.ATOMIC_MOVE);
        case DROP_COPY -> Files.delete(copy());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("changing " + file, e);
    }
  }

  private void write() throws IOException {
    Files.writeString(fresh(), FORBID);
    Files.setPosixFilePermissions(fresh(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Two that install at once: the second waits, or the first would let its services start. The
  /// lock ends with the process that holds it.
  private <T> T locked(Deadline deadline, Supplier<T> work) {
    try (var channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!deadline.await(Duration.ofMillis(100), () -> Lock.taken(channel))) {
        throw new StepFailure(
            "another nokube command is installing packages on this machine",
            "wait for it to end, then run this again");
      }
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException("locking " + lock, e);
    }
  }
}
