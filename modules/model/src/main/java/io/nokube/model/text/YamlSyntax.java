package io.nokube.model.text;

import io.nokube.model.text.Problem.Reason;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// Says what is wrong with YAML that can't be parsed, and what to do.
final class YamlSyntax {
  private YamlSyntax() {}

  static Problem problem(Position at, MarkedYamlEngineException e, String text) {
    return new Problem(at, "", Reason.MALFORMED, message(at, e, text));
  }

  private static String message(Position at, MarkedYamlEngineException e, String text) {
    String said = e.getProblem() == null ? "can't be read" : e.getProblem();
    if (said.contains("TAB") || characterAt(text, at) == '\t') {
      return "a tab can't indent YAML: use spaces";
    }
    return "not YAML: " + said + context(e) + advice(said);
  }

  private static String context(MarkedYamlEngineException e) {
    return e.getContext() == null || e.getContext().isEmpty() ? "" : " (" + e.getContext() + ")";
  }

  private static String advice(String said) {
    if (said.contains("mapping values are not allowed")) {
      return ": put text that holds \": \" in quotes, or check the indentation";
    }
    if (said.startsWith("expected <block end>")) {
      return ": check the indentation of this line";
    }
    if (said.contains("could not find expected ':'")) {
      return ": a key needs a colon after it";
    }
    if (said.contains("cannot start any token")) {
      return ": put text that begins with this character in quotes";
    }
    if (said.contains("unexpected end of stream")) {
      return ": a quote or bracket is left open";
    }
    if (said.startsWith("expected ',' or")) {
      return ": a bracket is left open";
    }
    return ": check quotes, brackets and indentation here";
  }

  private static char characterAt(String text, Position at) {
    int index = 0;
    for (int line = 1; line < at.line(); line++) {
      int lineBreak = text.indexOf('\n', index);
      if (lineBreak < 0) {
        return ' ';
      }
      index = lineBreak + 1;
    }
    index += at.column() - 1;
    return index < text.length() ? text.charAt(index) : ' ';
  }
}
