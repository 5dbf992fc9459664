package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimeSettingsTest {
  private static Settings all(String but) {
    Map<String, Duration> durations = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Setting setting : RuntimeSettings.DECLARED) {
      if (setting.name().equals(but)) {
        continue;
      }
      switch (setting.type()) {
        case DURATION, DURATION_OR_NEVER -> durations.put(setting.name(), Duration.ofSeconds(1));
        case COUNT, POSITIVE_COUNT -> counts.put(setting.name(), 1);
      }
    }
    return new Settings(durations, counts);
  }

  @Test
  void whatIsDeclaredIsAllThatIsNeeded() {
    assertThat(RuntimeSettings.of(all("")).orphanGrace()).contains(Duration.ofSeconds(1));
  }

  @Test
  void noGraceMeansNever() {
    assertThat(RuntimeSettings.of(all("orphan_grace")).orphanGrace()).isEqualTo(Optional.empty());
  }
}
