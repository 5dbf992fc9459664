package io.nokube.model.cluster;

import io.nokube.model.validation.Field;
import java.util.Locale;
import java.util.regex.Pattern;

/// Passwords are named by a file, never in it; what stands there by mistake is shown to nobody.
final class Passwords {
  static final String HIDDEN = "(not shown)";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Passwords() {}

  /// Says so if it isn't.
  ///
  /// @return whether it is the name of an environment variable
  static boolean isVariable(Field variable) {
    boolean named = variable.text().filter(text -> VARIABLE.matcher(text).matches()).isPresent();
    if (!named && variable.text().isPresent()) {
      variable.invalid(
          HIDDEN,
          "must be the name of an environment variable: letters, digits and '_'. If it is a password, it has"
              + " been in a file: change it");
    }
    return named;
  }

  /// The name of a variable that isn't there, unless it may be a password in the name's place.
  static String shown(Field variable) {
    return variable.text().filter(text -> text.equals(text.toUpperCase(Locale.ROOT))).isPresent()
        ? variable.shown()
        : HIDDEN;
  }

  /// Whether a text has the form user:password@host, or may be meant to.
  static boolean mayBeIn(String text) {
    int at = text.indexOf('@');
    return at >= 0 && text.lastIndexOf(':', at) >= 0;
  }
}
