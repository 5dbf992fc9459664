package io.nokube.model.text;

import io.nokube.model.text.Problem.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML to trees, one per document that isn't empty. A document that can't be read doesn't hide
/// what is wrong with those after it: reading goes on at the next `---`.
final class YamlText {
  /// A value is looked at as a whole: for each such piece of it, the parser copies what it has of
  /// it.
  private static final int PIECE = 1 << 18;

  private final SourceName source;
  private final String text;
  private final LoadSettings settings;
  private final Budget budget = new Budget();
  private final List<Located> documents = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private YamlText(SourceName source, String text) {
    this.source = source;
    this.text = text;
    this.settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .setBufferSize(Math.clamp(text.length(), 1, PIECE))
            .build();
  }

  static TextRead read(SourceName source, String text) {
    YamlText reading = new YamlText(source, text);
    OptionalInt start = OptionalInt.of(0);
    while (start.isPresent() && reading.goesOn(start.getAsInt())) {
      start = reading.readFrom(start.getAsInt());
    }
    return new TextRead(reading.documents, reading.problems);
  }

  /// Not after many broken documents: each costs a look at the whole text.
  private boolean goesOn(int start) {
    if (problems.size() < Limits.BROKEN) {
      return true;
    }
    problems.add(
        new Problem(
            Position.of(source, text, start),
            "",
            Reason.MALFORMED,
            "not read from here on, after %d errors: fix those first".formatted(problems.size())));
    return false;
  }

  /// Reads to the end, or to the first document that is broken.
  ///
  /// @return where to go on after a broken one
  private OptionalInt readFrom(int start) {
    int linesBefore = start == 0 ? 0 : Position.of(source, text, start).line() - 1;
    YamlTree tree =
        new YamlTree(
            new ParserImpl(settings, new StreamReader(settings, text.substring(start))),
            source,
            linesBefore,
            budget,
            problems);
    try {
      tree.readInto(documents);
      return OptionalInt.empty();
    } catch (Refusal e) {
      problems.add(e.problem());
      return OptionalInt.empty();
    } catch (MarkedYamlEngineException e) {
      Position at =
          e.getProblemMark()
              .or(e::getContextMark)
              .map(mark ->
                  new Position(source, linesBefore + mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(new Position(source, linesBefore + 1, 1));
      problems.add(YamlSyntax.problem(at, e, text));
      return nextDocument(start, at.line());
    } catch (ReaderException e) {
      int index = text.offsetByCodePoints(start, e.getPosition());
      Position at = Position.of(source, text, index);
      problems.add(
          new Problem(
              at,
              "",
              Reason.MALFORMED,
              "control character U+%04X can't stand in YAML: remove it, or escape it in double quotes"
                  .formatted(e.getCodePoint())));
      return nextDocument(start, at.line());
    } catch (YamlEngineException e) {
      problems.add(
          new Problem(
              new Position(source, linesBefore + 1, 1),
              "",
              Reason.MALFORMED,
              "not YAML: " + e.getMessage()));
      return OptionalInt.empty();
    }
  }

  /// The start of the first `---` line after a line, if it is also after `start`.
  private OptionalInt nextDocument(int start, int afterLine) {
    int line = 1;
    int index = 0;
    while (index < text.length()) {
      if (line > afterLine && index > start && isDocumentStart(index)) {
        return OptionalInt.of(index);
      }
      int lineBreak = text.indexOf('\n', index);
      if (lineBreak < 0) {
        return OptionalInt.empty();
      }
      index = lineBreak + 1;
      line++;
    }
    return OptionalInt.empty();
  }

  private boolean isDocumentStart(int index) {
    int after = index + 3;
    return text.startsWith("---", index)
        && (after == text.length() || Character.isWhitespace(text.charAt(after)));
  }
}
