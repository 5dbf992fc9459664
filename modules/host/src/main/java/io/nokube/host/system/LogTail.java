package io.nokube.host.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The end of a log that somebody else writes, from where it stood at some moment on.
public record LogTail(Path log, long from) {

  private static final int MOST_BYTES = 16 * 1024;

  /// What will be written to `log` from now on.
  public static LogTail fromNow(Path log) {
    try {
      return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      return new LogTail(log, 0);
    }
  }

  /// The last `count` lines, or why there are none.
  public String lastLines(int count) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var start = Math.max(from, file.length() - MOST_BYTES);
      file.seek(start);
      var bytes = new byte[(int) Math.max(0, file.length() - start)];
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.isEmpty()
          ? "(" + log + " is empty)"
          : String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      return "(" + log + " can't be read: " + e.getMessage() + ")";
    }
  }
}
