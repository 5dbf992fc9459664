package io.nokube.kinds.pod;

import java.util.Map;

/// `$(NAME)` in commands, arguments and variables. What isn't known stays as it is written; `$$` is
/// a dollar, so `$$(NAME)` gives `$(NAME)`.
///
/// Source: upstream `third_party/forked/golang/expansion/expand.go`.
final class Expansion {
  private Expansion() {}

  static String of(String text, Map<String, String> variables) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        out.append(c);
        at++;
        continue;
      }
      char next = text.charAt(at + 1);
      int close = next == '(' ? text.indexOf(')', at + 2) : -1;
      if (next == '$') {
        out.append('$');
        at += 2;
      } else if (close > 0) {
        String whole = text.substring(at, close + 1);
        out.append(variables.getOrDefault(text.substring(at + 2, close), whole));
        at = close + 1;
      } else {
        out.append(c).append(next);
        at += 2;
      }
    }
    return out.toString();
  }
}
