package io.nokube.model.text;

import io.nokube.model.text.Problem.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Reads bytes or text of either syntax. JSON is what begins with `{` and then a quote or `}`,
/// unless a line of it parts YAML's documents; all else is YAML.
public final class Texts {
  private Texts() {}

  /// @param bytes in UTF-8
  public static TextRead read(SourceName source, byte[] bytes) {
    if (bytes.length > Limits.BYTES) {
      return TextRead.refused(tooLong(source, bytes.length));
    }
    return switch (decode(source, bytes)) {
      case Decoded.Text text -> read(source, text.text());
      case Decoded.Broken broken -> TextRead.refused(broken.problem());
    };
  }

  public static TextRead read(SourceName source, String text) {
    if (text.length() > Limits.BYTES) {
      return TextRead.refused(tooLong(source, text.length()));
    }
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return looksLikeJson(bare) ? JsonText.read(source, bare) : YamlText.read(source, bare);
  }

  /// Reads JSON only, as the REST API's bodies are.
  ///
  /// @param bytes in UTF-8
  public static TextRead readJson(SourceName source, byte[] bytes) {
    if (bytes.length > Limits.BYTES) {
      return TextRead.refused(tooLong(source, bytes.length));
    }
    return switch (decode(source, bytes)) {
      case Decoded.Text text -> JsonText.read(source, text.text());
      case Decoded.Broken broken -> TextRead.refused(broken.problem());
    };
  }

  private sealed interface Decoded {
    record Text(String text) implements Decoded {}

    record Broken(Problem problem) implements Decoded {}
  }

  private static Decoded decode(SourceName source, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    out.flip();
    if (result.isError()) {
      return new Decoded.Broken(
          new Problem(
              Position.of(source, out, out.length()),
              "",
              Reason.MALFORMED,
              "invalid UTF-8 at byte %d (0x%02X): save the file as UTF-8"
                  .formatted(in.position(), bytes[in.position()])));
    }
    return new Decoded.Text(out.toString());
  }

  private static boolean looksLikeJson(String text) {
    int i = skipSpace(text, 0);
    if (i >= text.length() || text.charAt(i) != '{') {
      return false;
    }
    int next = skipSpace(text, i + 1);
    return next < text.length()
        && (text.charAt(next) == '"' || text.charAt(next) == '}')
        && !text.contains("\n---");
  }

  private static int skipSpace(String text, int from) {
    int i = from;
    while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static Problem tooLong(SourceName source, int length) {
    return new Problem(
        new Position(source, 1, 1),
        "",
        Reason.MALFORMED,
        "%d bytes are more than the %d MiB that are read: split the file"
            .formatted(length, Limits.BYTES >> 20));
  }
}
