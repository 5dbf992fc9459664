package io.nokube.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @Test
  void everyWholeSecondIsReadAsTheLibraryReadsIt() {
    Random chance = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      Instant time = Instant.ofEpochSecond(chance.nextLong(-62_135_596_800L, 253_402_300_800L));
      String text = Times.write(time);

      assertThat(Times.read(text))
          .isEqualTo(time)
          .isEqualTo(OffsetDateTime.parse(text).toInstant());
    }
  }

  @Test
  void aFractionIsCutOffWhenWritten() {
    assertThat(Times.write(Instant.parse("2026-01-02T03:04:05.999Z")))
        .isEqualTo("2026-01-02T03:04:05Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T04:04:05+01:00",
        "2026-01-02T03:04:05.000000Z",
        "2026-01-02t03:04:05z"
      })
  void otherFormsOfTheStandardAreReadToo(String text) {
    assertThat(Times.read(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-13-02T03:04:05Z",
        "2026-02-30T03:04:05Z",
        "2026-01-02T24:04:05Z",
        "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:60Z",
        "2026-01-02 03:04:05Z",
        "2026-01-02T03:04:05Y",
        "2026-01-02T03:04:0:Z",
        "2026-01-02T03:04:0/Z"
      })
  void whatIsNoTimeIsNotRead(String text) {
    assertThatThrownBy(() -> Times.read(text)).isInstanceOf(DateTimeException.class);
  }
}
