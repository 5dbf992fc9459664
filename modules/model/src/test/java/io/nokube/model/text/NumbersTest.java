package io.nokube.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "8080, 8080",
    "-7, -7",
    "+7, 7",
    "0644, 420",
    "0o644, 420",
    "0O17, 15",
    "0x1F, 31",
    "0X1f, 31",
    "0b11, 3",
    "0B10, 2",
    "1_000, 1000",
    "-0x10, -16",
    "9999999999999999999999, 9999999999999999999999"
  })
  void ofEveryRadix(String text, BigInteger value) {
    assertThat(Numbers.whole(text)).contains(value);
    assertThat(Numbers.isWhole(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+", "_1", "08", "0x", "0b2", "0o8", "1.0", "1e3", "a", "--1", "१"})
  void whatIsNone(String text) {
    assertThat(Numbers.whole(text)).isEmpty();
    assertThat(Numbers.isWhole(text)).isFalse();
  }
}
