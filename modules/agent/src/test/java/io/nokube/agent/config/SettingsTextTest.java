package io.nokube.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTextTest {
  private static final List<Setting> DECLARED =
      List.of(
          Setting.duration("retry", "How long until the next attempt."),
          Setting.count("rounds", "How many rounds."),
          Setting.positiveCount("event_loops", "How many threads."));

  private final List<String> problems = new ArrayList<>();

  private Settings read(Map<String, String> given) {
    Map<String, SettingValue> values = new LinkedHashMap<>();
    given.forEach((name, text) -> values.put(name, new SettingValue(text)));
    return SettingsText.read("worker.yaml: runtime", values, DECLARED, problems);
  }

  @Test
  void whatIsDeclaredIsRead() {
    Settings settings = read(Map.of("retry", "500ms", "rounds", "0", "event_loops", "1"));

    assertThat(problems).isEmpty();
    assertThat(settings.duration("retry")).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.count("rounds")).isZero();
    assertThat(settings.count("event_loops")).isEqualTo(1);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("retry", "1 day");
    given.put("event_loops", "0");
    given.put("event_loop", "2");
    read(given);

    assertThat(problems)
        .containsExactly(
            "worker.yaml: runtime.retry: \"1 day\" is no duration: write such as 500ms, 2s, 10m or"
                + " 1h",
            "worker.yaml: runtime.rounds: missing, and nokube has no default for it: How many"
                + " rounds.",
            "worker.yaml: runtime.event_loops: \"0\" is no whole number from 1 on",
            "worker.yaml: runtime.event_loop: unknown setting; known are: retry, rounds,"
                + " event_loops");
  }
}
