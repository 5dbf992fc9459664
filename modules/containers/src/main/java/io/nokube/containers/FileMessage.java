package io.nokube.containers;

import java.nio.file.FileSystemException;

/// What went wrong with a file, in words: the JDK's message is often the bare path.
final class FileMessage {
  private FileMessage() {}

  static String of(Exception failed) {
    String message = String.valueOf(failed.getMessage());
    if (!(failed instanceof FileSystemException e)) {
      return message;
    }
    String what = failed.getClass().getSimpleName().replace("Exception", "");
    return e.getReason() == null ? message + ": " + what : message;
  }
}
