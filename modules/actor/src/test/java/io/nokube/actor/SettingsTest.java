package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Settings SETTINGS =
      new Settings(Map.of("poll", Duration.ofSeconds(2)), Map.of("at_once", 8));

  @Test
  void whatWasDeclaredIsThere() {
    assertThat(SETTINGS.duration("poll")).isEqualTo(Duration.ofSeconds(2));
    assertThat(SETTINGS.durationOrNever("poll")).contains(Duration.ofSeconds(2));
    assertThat(SETTINGS.count("at_once")).isEqualTo(8);
  }

  @Test
  void neverIsAnAbsentDuration() {
    assertThat(SETTINGS.durationOrNever("grace")).isEmpty();
  }

  @Test
  void whatWasNotDeclaredIsNamed() {
    assertThatThrownBy(() -> SETTINGS.duration("grace"))
        .hasMessage("a kind reads the setting grace, which it did not declare");
    assertThatThrownBy(() -> SETTINGS.count("poll"))
        .hasMessage("a kind reads the setting poll, which it did not declare");
  }

  @Test
  void aKindDeclaresWhatItNeeds() {
    assertThat(Setting.duration("poll", "How often."))
        .isEqualTo(new Setting("poll", Setting.Type.DURATION, "How often."));
    assertThat(Setting.durationOrNever("grace", "How long."))
        .isEqualTo(new Setting("grace", Setting.Type.DURATION_OR_NEVER, "How long."));
    assertThat(Setting.count("at_once", "How many."))
        .isEqualTo(new Setting("at_once", Setting.Type.COUNT, "How many."));
    assertThat(Setting.positiveCount("at_once", "How many."))
        .isEqualTo(new Setting("at_once", Setting.Type.POSITIVE_COUNT, "How many."));
  }
}
