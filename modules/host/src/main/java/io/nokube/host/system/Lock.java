package io.nokube.host.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/// A file locked against other processes and other threads of this one, until its channel closes.
public final class Lock {

  private Lock() {}

  /// Takes the lock if nobody else holds it.
  public static boolean taken(FileChannel file) {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException byThisProcess) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("locking a file", e);
    }
  }
}
