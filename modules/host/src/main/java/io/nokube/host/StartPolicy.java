package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Lock;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps packages from starting their services when they are installed (Debian's etcd-server would
/// take port 2379): `policy-rc.d` as invoke-rc.d(8) asks it.
///
/// While ours is in place it says which packages are being installed, so that a later run can
/// finish what one that was killed left undone.
///
/// @param lock held while ours is in place; an empty file that stays
record StartPolicy(Path file, Path lock) {

  static final StartPolicy DEBIAN =
      new StartPolicy(Path.of("/usr/sbin/policy-rc.d"), Path.of("/run/lock/nokube-install"));

  private static final String MARK = "# Written by nokube while it installs: ";

  /// Does `work`, which installs `names`, while no service may start. Then comes `afterwards`, and
  /// at last all is as it was.
  <T> T forbidding(
      List<String> names, Deadline deadline, Supplier<T> work, Consumer<List<String>> afterwards) {
    return locked(
        deadline,
        () -> {
          switch (StartPolicyPlan.forbid(seen())) {
            case SAVE_AND_WRITE -> {
              copyTheirs();
              write(names);
            }
            case WRITE -> write(names);
            case NOTHING, REMOVE, RESTORE, DROP_COPY -> {}
          }
          try {
            return work.get();
          } finally {
            finish(names, afterwards);
          }
        });
  }

  /// Whether a run that was killed left something behind.
  boolean leftBehind() {
    return StartPolicyPlan.allow(seen(), Files.exists(copy())) != StartPolicyPlan.NOTHING;
  }

  /// Does `afterwards` for the packages of a run that was killed, and puts all back as it was.
  void mend(Deadline deadline, Consumer<List<String>> afterwards) {
    locked(
        deadline,
        () -> {
          finish(installing(), afterwards);
          return this;
        });
  }

  private void finish(List<String> names, Consumer<List<String>> afterwards) {
    try {
      afterwards.accept(names);
    } finally {
      restore();
    }
  }

  private void restore() {
    try {
      switch (StartPolicyPlan.allow(seen(), Files.exists(copy()))) {
        case REMOVE -> Files.delete(file);
        case RESTORE -> Files.move(copy(), file, StandardCopyOption.ATOMIC_MOVE);
        case DROP_COPY -> Files.delete(copy());
        case NOTHING, WRITE, SAVE_AND_WRITE -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException("putting back " + file, e);
    }
  }

  private Path copy() {
    return file.resolveSibling(file.getFileName() + ".before-nokube");
  }

  private StartPolicyPlan.Seen seen() {
    if (!Files.exists(file)) {
      return StartPolicyPlan.Seen.NONE;
    }
    return installing().isEmpty() ? StartPolicyPlan.Seen.THEIRS : StartPolicyPlan.Seen.OURS;
  }

  /// What the policy in place says is being installed; nothing if it isn't ours.
  private List<String> installing() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      return Files.readString(file)
          .lines()
          .filter(line -> line.startsWith(MARK))
          .flatMap(line -> List.of(line.substring(MARK.length()).split(" ", -1)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private void copyTheirs() {
    try {
      Files.copy(
          file, copy(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException("saving " + file, e);
    }
  }

  private void write(List<String> names) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".nokube-new");
      Files.writeString(fresh, "#!/bin/sh\n" + MARK + String.join(" ", names) + "\nexit 101\n");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
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
