package io.nokube.model.validation;

import java.util.Optional;

/// How names must look.
///
/// Source: apimachinery `pkg/util/validation/validation.go`.
final class Names {
  private static final String LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
          + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
          + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String QUALIFIED =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
          + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
          + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String LABEL_VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
          + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
          + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String CONFIG_KEY =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
          + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

  private Names() {}

  static Optional<String> dnsLabel(String text) {
    return tooLong(text, 63).or(() -> unless(isDnsLabel(text), LABEL));
  }

  static Optional<String> dnsSubdomain(String text) {
    return tooLong(text, 253).or(() -> unless(isDnsSubdomain(text), SUBDOMAIN));
  }

  /// A beginning of names, which may end with a dash.
  static Optional<String> prefix(String text) {
    return dnsSubdomain(text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text);
  }

  /// A label's key: a name, perhaps with a domain before it.
  static Optional<String> qualified(String text) {
    int slash = text.indexOf('/');
    if (slash != text.lastIndexOf('/')) {
      return Optional.of(
          "a qualified name "
              + QUALIFIED
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    if (slash == 0) {
      return Optional.of("prefix part must be non-empty");
    }
    Optional<String> prefix =
        slash < 0
            ? Optional.empty()
            : dnsSubdomain(text.substring(0, slash)).map(why -> "prefix part " + why);
    return prefix.or(() -> namePart(text.substring(slash + 1)));
  }

  private static Optional<String> namePart(String name) {
    if (name.isEmpty()) {
      return Optional.of("name part must be non-empty");
    }
    return tooLong(name, 63)
        .or(() -> unless(isQualified(name), QUALIFIED))
        .map(why -> "name part " + why);
  }

  static Optional<String> labelValue(String text) {
    return tooLong(text, 63).or(() -> unless(text.isEmpty() || isQualified(text), LABEL_VALUE));
  }

  /// A key of a ConfigMap or Secret.
  static Optional<String> configKey(String text) {
    if (text.equals(".") || text.equals("..")) {
      return Optional.of("must not be '" + text + "'");
    }
    if (text.startsWith("..")) {
      return Optional.of("must not start with '..'");
    }
    return tooLong(text, 253)
        .or(() ->
            unless(
                !text.isEmpty()
                    && text.chars().allMatch(c -> isAlphanumeric(c) || "-._".indexOf(c) >= 0),
                CONFIG_KEY));
  }

  static Optional<String> envName(String text) {
    return unless(
        text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '='),
        "a valid environment variable name must consist only of printable ASCII characters other than '='");
  }

  static Optional<String> portName(String text) {
    if (text.length() > 15) {
      return Optional.of("must be no more than 15 characters");
    }
    if (!text.chars().allMatch(c -> isLowerOrDigit(c) || c == '-')) {
      return Optional.of("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (text.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      return Optional.of("must contain at least one letter (a-z)");
    }
    if (text.contains("--")) {
      return Optional.of("must not contain consecutive hyphens");
    }
    return unless(
        !text.startsWith("-") && !text.endsWith("-"), "must not begin or end with a hyphen");
  }

  private static boolean isDnsLabel(String text) {
    return !text.isEmpty()
        && isLowerOrDigit(text.charAt(0))
        && isLowerOrDigit(text.charAt(text.length() - 1))
        && text.chars().allMatch(c -> isLowerOrDigit(c) || c == '-');
  }

  private static boolean isDnsSubdomain(String text) {
    for (String part : text.split("\\.", -1)) {
      if (!isDnsLabel(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQualified(String text) {
    return isAlphanumeric(text.charAt(0))
        && isAlphanumeric(text.charAt(text.length() - 1))
        && text.chars().allMatch(c -> isAlphanumeric(c) || "-_.".indexOf(c) >= 0);
  }

  private static boolean isLowerOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(int c) {
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
  }

  private static Optional<String> tooLong(String text, int most) {
    return unless(text.length() <= most, "must be no more than " + most + " characters");
  }

  private static Optional<String> unless(boolean right, String why) {
    return right ? Optional.empty() : Optional.of(why);
  }
}
