package io.nokube.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Held by the one quickstart that is at work in a home: two would start each agent twice, and only
/// one of them would be known to `--clean`. The operating system lets it go when the process ends.
final class QuickstartLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private QuickstartLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @throws CommandFailure if another has it
  static QuickstartLock take(Home home) {
    Path file = home.folder().resolve("quickstart.lock");
    try {
      Files.createDirectories(home.folder());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw CommandFailure.failed(
            "another `nokube quickstart` is at work here (it holds %s): wait until it has ended, or end it"
                .formatted(file));
      }
      return new QuickstartLock(file, channel);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot lock " + file + ": " + e.getMessage());
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock()).isPresent();
    } catch (OverlappingFileLockException here) {
      return false; // by this very process
    }
  }

  /// Nothing of it stays.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot let go of " + file + ": " + e.getMessage());
    }
  }
}
