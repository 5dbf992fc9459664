package io.nokube.launcher.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a stream line by line, as UTF-8, never keeping more than one line that is as long as
/// allowed.
final class Lines {
  private final InputStream stream;
  private final int longest;
  private final byte[] buffer = new byte[32 * 1024];
  private int from;
  private int to;

  /// @param longest in bytes
  Lines(InputStream stream, int longest) {
    this.stream = stream;
    this.longest = longest;
  }

  /// What comes before the next line feed, or before the end if it isn't nothing.
  ///
  /// @throws TooLong if it is
  Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream(256);
    while (true) {
      if (from == to) {
        from = 0;
        to = Math.max(0, stream.read(buffer, 0, buffer.length));
        if (to == 0) {
          return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (line.size() + end - from > longest) {
        throw new TooLong("a line is longer than %d bytes".formatted(longest));
      }
      line.write(buffer, from, end - from);
      from = Math.min(to, end + 1);
      if (end < to) {
        return Optional.of(text(line));
      }
    }
  }

  private static String text(ByteArrayOutputStream line) {
    return line.toString(StandardCharsets.UTF_8);
  }

  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(String message) {
      super(message);
    }
  }
}
