package io.nokube.model.text;

import java.math.BigInteger;
import java.util.Optional;

/// Whole numbers as kubectl's reader takes them: `8080`, `0644` and `0o644` (octal), `0x1F`,
/// `0b11`, `1_000`.
public final class Numbers {
  private Numbers() {}

  /// The value of a whole number's text; empty if it is none.
  public static Optional<BigInteger> whole(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = radix(digits);
    String bare = digits.substring(prefix(digits, radix)).replace("_", "");
    if (digits.startsWith("_") || bare.isEmpty() || !allDigits(bare, radix)) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(bare, radix);
    return Optional.of(negative ? value.negate() : value);
  }

  static boolean isWhole(String text) {
    boolean mayBe =
        !text.isEmpty()
            && text.length() <= 100
            && ("+-".indexOf(text.charAt(0)) >= 0 || isDigit(text.charAt(0)));
    return mayBe && whole(text).isPresent();
  }

  private static int radix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static int prefix(String digits, int radix) {
    return switch (radix) {
      case 16, 2 -> 2;
      case 8 -> digits.charAt(1) == 'o' || digits.charAt(1) == 'O' ? 2 : 1;
      default -> 0;
    };
  }

  private static boolean allDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
