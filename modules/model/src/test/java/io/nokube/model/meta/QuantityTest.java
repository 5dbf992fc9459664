package io.nokube.model.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0.5, 0.5",
    ".5, 0.5",
    "5., 5",
    "+3, 3",
    "-3, -3",
    "250m, 0.25",
    "7u, 0.000007",
    "9n, 0.000000009",
    "2k, 2000",
    "2M, 2000000",
    "2G, 2000000000",
    "2T, 2000000000000",
    "2P, 2000000000000000",
    "2E, 2000000000000000000",
    "1Ki, 1024",
    "1.5Mi, 1572864",
    "1Gi, 1073741824",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "2e3, 2000",
    "2E3, 2000",
    "25e-2, 0.25"
  })
  void everySuffixHasItsFactor(String text, BigDecimal amount) {
    assertThat(new Quantity(text).amount()).isEqualByComparingTo(amount);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "m", "1 Gi", "1gi", "1KB", "1e", "1e1000", "--1", "1.2.3", "0x10", "१"})
  void whatIsNoneIsRefused(String text) {
    assertThat(Quantity.isOne(text)).isFalse();
    assertThatThrownBy(() -> new Quantity(text))
        .hasMessage(
            "\""
                + text
                + "\" is no quantity: write a number with an optional suffix, such as 250m, 2, 64Mi or 1.5Gi");
  }

  @Test
  void isWhatItIsWrittenAs() {
    assertThat(Quantity.isOne("0.50")).isTrue();
    assertThat(new Quantity("0.50")).hasToString("0.50").isNotEqualTo(new Quantity("500m"));
  }

  @Test
  void thousandthsAndUnitsAreRoundedUp() {
    assertThat(new Quantity("250m").milli()).isEqualTo(250);
    assertThat(new Quantity("2").milli()).isEqualTo(2000);
    assertThat(new Quantity("1u").milli()).isEqualTo(1);
    assertThat(new Quantity("1500m").units()).isEqualTo(2);
    assertThat(new Quantity("1Ki").units()).isEqualTo(1024);
  }

  @Test
  void isMadeOfNumbers() {
    assertThat(Quantity.of(4)).hasToString("4");
    assertThat(Quantity.ofMilli(2000)).hasToString("2");
    assertThat(Quantity.ofMilli(2001)).hasToString("2001m");
    assertThat(Quantity.ofMilli(0)).hasToString("0");
  }
}
