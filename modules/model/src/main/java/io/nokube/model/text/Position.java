package io.nokube.model.text;

import java.util.Comparator;

/// A place in a text. Prints as `web.yaml:12:9`.
///
/// @param line from 1
/// @param column from 1, in characters
public record Position(SourceName source, int line, int column) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing((Position at) -> at.source.text())
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /// Where the character at `index` stands in the text.
  static Position of(SourceName source, CharSequence text, int index) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < index; ) {
      int character = Character.codePointAt(text, i);
      i += Character.charCount(character);
      boolean lineBreak =
          character == '\n'
              || (character == '\r' && !(i < text.length() && text.charAt(i) == '\n'));
      line += lineBreak ? 1 : 0;
      column = lineBreak ? 1 : column + 1;
    }
    return new Position(source, line, column);
  }

  @Override
  public String toString() {
    return source + ":" + line + ":" + column;
  }
}
