package io.nokube.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainScalarTest {
  @ParameterizedTest
  @CsvSource({
    "~, NOTHING",
    "Null, NOTHING",
    "yes, TRUTH",
    "n, TRUTH",
    "OFF, TRUTH",
    "oN, TEXT",
    "8080, WHOLE",
    "0x1F, WHOLE",
    "1.5, FRACTION",
    "-1.5, FRACTION",
    "+.5, FRACTION",
    "5., FRACTION",
    "08, FRACTION",
    "1e3, FRACTION",
    "1E+3, FRACTION",
    "1.5e-3, FRACTION",
    ".inf, FRACTION",
    "-.Inf, FRACTION",
    ".NaN, FRACTION",
    ".INf, TEXT",
    "., TEXT",
    "-, TEXT",
    "1e, TEXT",
    "1e-, TEXT",
    "1ex, TEXT",
    "e3, TEXT",
    "1.2.3, TEXT",
    "1.5x, TEXT",
    "1:2, TEXT",
    "1/2, TEXT",
    "web, TEXT"
  })
  void isWhatKubectlTakesItFor(String text, ScalarType type) {
    assertThat(PlainScalar.typeOf(text)).isEqualTo(type);
  }
}
