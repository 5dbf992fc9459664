package io.nokube.model.schema;

import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.Quantity;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Numbers;
import io.nokube.model.text.ScalarType;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What becomes of a scalar where a shape is wanted.
sealed interface ScalarFit {
  /// @param value what the record's component is to be
  record Fits(Object value) implements ScalarFit {}

  /// @param advice what to do; empty if there is nothing but to write the right thing
  record OtherType(String advice) implements ScalarFit {}

  record NotValid(String why) implements ScalarFit {}

  record NoChoice(List<String> words) implements ScalarFit {}

  /// How a message names what is wanted.
  static String wanted(Shape shape) {
    return switch (shape) {
      case Shape.Text(), Shape.Word(_, _) -> "text";
      case Shape.Parsed(Class<?> type, _, _) -> type == Quantity.class ? "a quantity" : "text";
      case Shape.Whole(_) -> "a whole number";
      case Shape.Fraction() -> "a number";
      case Shape.Truth() -> "true or false";
      case Shape.CountOrPercent() -> "a whole number or a percentage";
      case Shape.Many(_) -> "a list";
      case Shape.ByKey(_), Shape.Fields(_, _, _, _), Shape.Maybe(_), Shape.Dropped() -> "an object";
    };
  }

  static ScalarFit of(Scalar scalar, Shape shape) {
    return switch (shape) {
      case Shape.Text() -> text(scalar).<ScalarFit>map(Fits::new).orElseGet(() -> quoteIt(scalar));
      case Shape.Parsed parsed -> parsed(scalar, parsed);
      case Shape.Whole(boolean wide) -> whole(scalar, wide);
      case Shape.Fraction() -> fraction(scalar);
      case Shape.Truth() -> truth(scalar);
      case Shape.CountOrPercent() -> countOrPercent(scalar);
      case Shape.Word word -> word(scalar, word);
      case Shape.Many(_),
          Shape.ByKey(_),
          Shape.Fields(_, _, _, _),
          Shape.Maybe(_),
          Shape.Dropped() ->
          throw new IllegalStateException("no scalar fits " + shape);
    };
  }

  private static Optional<String> text(Scalar scalar) {
    return scalar.type() == ScalarType.TEXT ? Optional.of(scalar.text()) : Optional.empty();
  }

  private static ScalarFit quoteIt(Scalar scalar) {
    return new OtherType(scalar.type() == ScalarType.NOTHING ? "" : "put it in quotes");
  }

  private static ScalarFit parsed(Scalar scalar, Shape.Parsed shape) {
    boolean number = scalar.type() == ScalarType.WHOLE || scalar.type() == ScalarType.FRACTION;
    if (scalar.type() != ScalarType.TEXT && !(shape.numbersToo() && number)) {
      return quoteIt(scalar);
    }
    return made(scalar.text(), () -> shape.make().apply(scalar.text()));
  }

  private static ScalarFit made(String text, Supplier<Object> make) {
    try {
      return new Fits(make.get());
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      String subject = "\"" + text + "\" ";
      return new NotValid(why.startsWith(subject) ? why.substring(subject.length()) : why);
    }
  }

  private static ScalarFit whole(Scalar scalar, boolean wide) {
    return switch (scalar.type()) {
      case WHOLE -> inRange(scalar, wide);
      case TEXT ->
          new OtherType(Numbers.whole(scalar.text()).isPresent() ? "remove the quotes" : "");
      case FRACTION ->
          new OtherType(
              scalar.text().startsWith("0") && !scalar.text().contains(".")
                  ? "a leading 0 makes it octal, where there is no 8 or 9"
                  : "");
      case TRUTH, NOTHING -> new OtherType("");
    };
  }

  private static ScalarFit inRange(Scalar scalar, boolean wide) {
    BigInteger number = Numbers.whole(scalar.text()).orElse(BigInteger.ZERO);
    if (number.bitLength() > (wide ? 63 : 31)) {
      return new NotValid(
          "must be between %d and %d"
              .formatted(
                  wide ? Long.MIN_VALUE : Integer.MIN_VALUE,
                  wide ? Long.MAX_VALUE : Integer.MAX_VALUE));
    }
    return new Fits(wide ? (Object) number.longValue() : (Object) number.intValue());
  }

  private static ScalarFit fraction(Scalar scalar) {
    return switch (scalar.type()) {
      case WHOLE -> new Fits(Numbers.whole(scalar.text()).orElse(BigInteger.ZERO).doubleValue());
      case FRACTION ->
          scalar.text().toLowerCase(Locale.ROOT).matches(".*(inf|nan)")
              ? new NotValid("must be a number that can be counted with")
              : new Fits(Double.valueOf(scalar.text()));
      case TEXT, TRUTH, NOTHING -> new OtherType("");
    };
  }

  private static ScalarFit truth(Scalar scalar) {
    return switch (scalar.type()) {
      case TRUTH -> new Fits(scalar.isTrue());
      case TEXT ->
          new OtherType(
              scalar.text().equals("true") || scalar.text().equals("false")
                  ? "remove the quotes"
                  : "");
      case WHOLE, FRACTION, NOTHING -> new OtherType("");
    };
  }

  private static ScalarFit countOrPercent(Scalar scalar) {
    return switch (scalar.type()) {
      case WHOLE ->
          switch (inRange(scalar, false)) {
            case Fits(Object number) -> new Fits(IntOrPercent.of((Integer) number));
            case ScalarFit other -> other;
          };
      case TEXT -> percent(scalar.text());
      case FRACTION, TRUTH, NOTHING -> new OtherType("");
    };
  }

  private static ScalarFit percent(String text) {
    try {
      return new Fits(IntOrPercent.parse(text));
    } catch (IllegalArgumentException e) {
      return new NotValid(
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', or '93%'); a count is written without quotes");
    }
  }

  private static ScalarFit word(Scalar scalar, Shape.Word shape) {
    Object constant = shape.words().get(scalar.text());
    if (constant != null && scalar.type() == ScalarType.TEXT) {
      return new Fits(constant);
    }
    return new NoChoice(List.copyOf(shape.words().keySet()));
  }
}
