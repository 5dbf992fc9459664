package io.nokube.model.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntOrPercentTest {
  @ParameterizedTest
  @CsvSource({"25%, 10, 3, 2", "0%, 10, 0, 0", "100%, 7, 7, 7", "1%, 1, 1, 0", "200%, 3, 6, 6"})
  void aPercentageIsOfTheTotal(String text, int total, int ceiling, int floor) {
    assertThat(IntOrPercent.parse(text).ceilingOf(total)).isEqualTo(ceiling);
    assertThat(IntOrPercent.parse(text).floorOf(total)).isEqualTo(floor);
  }

  @Test
  void aCountIsItselfOfAnyTotal() {
    assertThat(IntOrPercent.of(3).ceilingOf(100)).isEqualTo(3);
    assertThat(IntOrPercent.of(3).floorOf(1)).isEqualTo(3);
  }

  @Test
  void isWrittenAsItWasRead() {
    assertThat(IntOrPercent.of(3).json()).isEqualTo(3);
    assertThat(IntOrPercent.parse("25%").json()).isEqualTo("25%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "3", "-1%", "1.5%", "1234567%", "25 %"})
  void whatIsNoPercentageIsRefused(String text) {
    assertThatThrownBy(() -> IntOrPercent.parse(text))
        .hasMessage("\"" + text + "\" is neither a whole number nor a percentage such as 25%");
  }
}
