package io.nokube.model.meta;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Kubernetes quantity such as `250m`, `1.5Gi` or `2e3`, kept as it was written.
///
/// Source: apimachinery `pkg/api/resource`, "The serialization format".
public record Quantity(@JsonValue String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]{1,3})?");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)),
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Quantity {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no quantity: write a number with an optional suffix, such as 250m, 2, 64Mi or 1.5Gi");
    }
  }

  /// Whether a text is a quantity.
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  public static Quantity ofMilli(long milli) {
    return new Quantity(milli % 1000 == 0 ? Long.toString(milli / 1000) : milli + "m");
  }

  public static Quantity of(long amount) {
    return new Quantity(Long.toString(amount));
  }

  /// The exact amount, in units.
  public BigDecimal amount() {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    if (suffix == null) {
      return number;
    }
    BigDecimal factor = SUFFIXES.get(suffix);
    return number.multiply(factor == null ? new BigDecimal("1" + suffix) : factor);
  }

  /// Thousandths of a unit, rounded up as Kubernetes does: `250m` of `cpu` gives 250.
  public long milli() {
    return amount().movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /// Whole units, rounded up: bytes, of `memory`.
  public long units() {
    return amount().setScale(0, RoundingMode.CEILING).longValueExact();
  }

  @Override
  public String toString() {
    return text;
  }
}
