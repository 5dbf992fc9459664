package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms,500ms", "1000ms,1s", "90s,90s", "60s,1m", "120m,2h", "7d,168h", "0d,0s"})
  void theLargestUnitWithoutRest(String text, String written) {
    assertThat(Durations.text(Durations.parse(text))).isEqualTo(written);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (long millis :
        new long[] {1, 999, 1000, 59_999, 60_000, 3_599_000, 3_600_000, 86_400_000}) {
      Duration duration = Duration.ofMillis(millis);
      assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
    }
  }
}
