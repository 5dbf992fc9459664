package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Lock;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// The lock that apt-get and dpkg hold while they work, also when whoever started them was killed.
record DpkgLock(Path file) {

  static final DpkgLock DEBIAN = new DpkgLock(Path.of("/var/lib/dpkg/lock-frontend"));

  /// Waits until nobody holds it.
  ///
  /// @throws StepFailure if somebody still does at the deadline
  void awaitFree(Deadline deadline) {
    if (Files.exists(file) && !deadline.await(Duration.ofMillis(200), this::isFree)) {
      throw new StepFailure(
          "another apt-get or dpkg works on this machine and does not end (%s is locked)"
              .formatted(file),
          "wait for it to end, then run this again");
    }
  }

  private boolean isFree() {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return Lock.taken(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("looking whether " + file + " is locked", e);
    }
  }
}
