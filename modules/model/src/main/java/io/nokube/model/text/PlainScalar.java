package io.nokube.model.text;

/// What an unquoted YAML scalar is, as kubectl's reader sees it: YAML 1.1, so `yes`, `on` and `y`
/// are booleans and `0644` is octal.
///
/// Source: gopkg.in/yaml.v2 `resolve.go`, which sigs.k8s.io/yaml is made of.
final class PlainScalar {
  private PlainScalar() {}

  static ScalarType typeOf(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> ScalarType.NOTHING;
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" ->
          ScalarType.TRUTH;
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" ->
          ScalarType.TRUTH;
      default -> number(text);
    };
  }

  private static ScalarType number(String text) {
    if (Numbers.isWhole(text)) {
      return ScalarType.WHOLE;
    }
    return isFraction(text) ? ScalarType.FRACTION : ScalarType.TEXT;
  }

  private static boolean isFraction(String text) {
    if (isSpecial(text)) {
      return true;
    }
    int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int before = digits(text, i);
    i += before;
    int after = 0;
    if (i < text.length() && text.charAt(i) == '.') {
      after = digits(text, i + 1);
      i += 1 + after;
    }
    if (before + after == 0) {
      return false;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      i += i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+') ? 1 : 0;
      int exponent = digits(text, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == text.length();
  }

  private static boolean isSpecial(String text) {
    return switch (text) {
      case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF" -> true;
      case "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF" -> true;
      default -> false;
    };
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }
}
