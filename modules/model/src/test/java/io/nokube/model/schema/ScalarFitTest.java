package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.Quantity;
import io.nokube.model.schema.ScalarFit.Fits;
import io.nokube.model.schema.ScalarFit.NoChoice;
import io.nokube.model.schema.ScalarFit.NotValid;
import io.nokube.model.schema.ScalarFit.OtherType;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Position;
import io.nokube.model.text.ScalarType;
import io.nokube.model.text.SourceName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalarFitTest {
  private static final Shape INT = new Shape.Whole(false);
  private static final Shape LONG = new Shape.Whole(true);

  private static ScalarFit fit(ScalarType type, String text, Shape shape) {
    return ScalarFit.of(
        new Scalar(new Position(new SourceName("web.yaml"), 1, 1), type, text), shape);
  }

  @Test
  void textIsText() {
    assertThat(fit(ScalarType.TEXT, "a", new Shape.Text())).isEqualTo(new Fits("a"));
    assertThat(fit(ScalarType.WHOLE, "1", new Shape.Text()))
        .isEqualTo(new OtherType("put it in quotes"));
    assertThat(fit(ScalarType.NOTHING, "", new Shape.Text())).isEqualTo(new OtherType(""));
  }

  @Test
  void wholeNumbersHaveARange() {
    assertThat(fit(ScalarType.WHOLE, "0644", INT)).isEqualTo(new Fits(420));
    assertThat(fit(ScalarType.WHOLE, "2147483647", INT)).isEqualTo(new Fits(Integer.MAX_VALUE));
    assertThat(fit(ScalarType.WHOLE, "-2147483648", INT)).isEqualTo(new Fits(Integer.MIN_VALUE));
    assertThat(fit(ScalarType.WHOLE, "2147483648", INT))
        .isEqualTo(new NotValid("must be between -2147483648 and 2147483647"));
    assertThat(fit(ScalarType.WHOLE, "9223372036854775807", LONG))
        .isEqualTo(new Fits(Long.MAX_VALUE));
    assertThat(fit(ScalarType.WHOLE, "9223372036854775808", LONG))
        .isEqualTo(new NotValid("must be between -9223372036854775808 and 9223372036854775807"));
  }

  @Test
  void whatIsNoWholeNumberIsAdvised() {
    assertThat(fit(ScalarType.TEXT, "80", INT)).isEqualTo(new OtherType("remove the quotes"));
    assertThat(fit(ScalarType.TEXT, "http", INT)).isEqualTo(new OtherType(""));
    assertThat(fit(ScalarType.FRACTION, "08", INT))
        .isEqualTo(new OtherType("a leading 0 makes it octal, where there is no 8 or 9"));
    assertThat(fit(ScalarType.FRACTION, "0.8", INT)).isEqualTo(new OtherType(""));
    assertThat(fit(ScalarType.FRACTION, "8e1", INT)).isEqualTo(new OtherType(""));
    assertThat(fit(ScalarType.TRUTH, "true", INT)).isEqualTo(new OtherType(""));
  }

  @Test
  void fractions() {
    Shape fraction = new Shape.Fraction();

    assertThat(fit(ScalarType.FRACTION, "2.5", fraction)).isEqualTo(new Fits(2.5));
    assertThat(fit(ScalarType.WHOLE, "2", fraction)).isEqualTo(new Fits(2.0));
    assertThat(fit(ScalarType.FRACTION, ".Inf", fraction))
        .isEqualTo(new NotValid("must be a number that can be counted with"));
    assertThat(fit(ScalarType.FRACTION, ".nan", fraction))
        .isEqualTo(new NotValid("must be a number that can be counted with"));
    assertThat(fit(ScalarType.TEXT, "2.5", fraction)).isEqualTo(new OtherType(""));
  }

  @Test
  void truths() {
    Shape truth = new Shape.Truth();

    assertThat(fit(ScalarType.TRUTH, "yes", truth)).isEqualTo(new Fits(true));
    assertThat(fit(ScalarType.TRUTH, "off", truth)).isEqualTo(new Fits(false));
    assertThat(fit(ScalarType.TEXT, "true", truth)).isEqualTo(new OtherType("remove the quotes"));
    assertThat(fit(ScalarType.TEXT, "false", truth)).isEqualTo(new OtherType("remove the quotes"));
    assertThat(fit(ScalarType.TEXT, "yes", truth)).isEqualTo(new OtherType(""));
    assertThat(fit(ScalarType.WHOLE, "1", truth)).isEqualTo(new OtherType(""));
  }

  @Test
  void countsAndPercentages() {
    Shape share = new Shape.CountOrPercent();

    assertThat(fit(ScalarType.WHOLE, "3", share)).isEqualTo(new Fits(IntOrPercent.of(3)));
    assertThat(fit(ScalarType.TEXT, "25%", share)).isEqualTo(new Fits(IntOrPercent.parse("25%")));
    assertThat(fit(ScalarType.WHOLE, "2147483648", share)).isInstanceOf(NotValid.class);
    assertThat(fit(ScalarType.TEXT, "3", share)).isInstanceOf(NotValid.class);
    assertThat(fit(ScalarType.FRACTION, "2.5", share)).isEqualTo(new OtherType(""));
  }

  @Test
  void whatIsMadeOfTextSaysWhyItCannotBe() {
    Shape.Parsed number = new Shape.Parsed(Integer.class, true, ScalarFitTest::made);
    Shape.Parsed text = new Shape.Parsed(Integer.class, false, ScalarFitTest::made);

    assertThat(fit(ScalarType.TEXT, "1", text)).isEqualTo(new Fits("made of 1"));
    assertThat(fit(ScalarType.WHOLE, "1", number)).isEqualTo(new Fits("made of 1"));
    assertThat(fit(ScalarType.FRACTION, "1.5", number)).isEqualTo(new Fits("made of 1.5"));
    assertThat(fit(ScalarType.WHOLE, "1", text)).isEqualTo(new OtherType("put it in quotes"));
    assertThat(fit(ScalarType.TRUTH, "yes", number)).isEqualTo(new OtherType("put it in quotes"));
    assertThat(fit(ScalarType.TEXT, "bad", text)).isEqualTo(new NotValid("is bad"));
    assertThat(fit(ScalarType.TEXT, "worse", text)).isEqualTo(new NotValid("it is even worse"));
  }

  private static Object made(String text) {
    return switch (text) {
      case "bad" -> throw new IllegalArgumentException("\"bad\" is bad");
      case "worse" -> throw new IllegalArgumentException("it is even worse");
      default -> "made of " + text;
    };
  }

  @Test
  void wordsAreToBeChosen() {
    Shape word = new Shape.Word(String.class, Map.of("Keep", "kept", "1", "one"));

    assertThat(fit(ScalarType.TEXT, "Keep", word)).isEqualTo(new Fits("kept"));
    assertThat(fit(ScalarType.TEXT, "keep", word)).isInstanceOf(NoChoice.class);
    assertThat(fit(ScalarType.WHOLE, "1", word)).isInstanceOf(NoChoice.class);
  }

  @Test
  void whatIsWantedIsNamed() {
    assertThat(ScalarFit.wanted(new Shape.Text())).isEqualTo("text");
    assertThat(ScalarFit.wanted(new Shape.Word(String.class, Map.of()))).isEqualTo("text");
    assertThat(ScalarFit.wanted(new Shape.Parsed(String.class, false, ScalarFitTest::made)))
        .isEqualTo("text");
    assertThat(ScalarFit.wanted(new Shape.Parsed(String.class, true, ScalarFitTest::made)))
        .isEqualTo("text");
    assertThat(ScalarFit.wanted(new Shape.Parsed(Quantity.class, true, Quantity::new)))
        .isEqualTo("a quantity");
    assertThat(ScalarFit.wanted(INT)).isEqualTo("a whole number");
    assertThat(ScalarFit.wanted(new Shape.Fraction())).isEqualTo("a number");
    assertThat(ScalarFit.wanted(new Shape.Truth())).isEqualTo("true or false");
    assertThat(ScalarFit.wanted(new Shape.CountOrPercent()))
        .isEqualTo("a whole number or a percentage");
    assertThat(ScalarFit.wanted(new Shape.Many(INT))).isEqualTo("a list");
    assertThat(
            List.of(new Shape.ByKey(INT), new Shape.Maybe(INT), new Shape.Dropped()).stream()
                .map(ScalarFit::wanted))
        .containsOnly("an object");
  }

  @Test
  void onlyShapesOfScalarsAreAsked() {
    for (Shape shape :
        List.of(
            new Shape.Many(INT), new Shape.ByKey(INT), new Shape.Maybe(INT), new Shape.Dropped())) {
      assertThatThrownBy(() -> fit(ScalarType.WHOLE, "1", shape))
          .hasMessageStartingWith("no scalar fits ");
    }
  }
}
