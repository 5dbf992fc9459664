package io.nokube.agent.config;

import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Turns the text of settings into what a kind declares: every one, and no other.
public final class SettingsText {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private SettingsText() {}

  /// @param where such as `verticles-config/head.yaml: kinds.pod.settings`
  /// @param problems gets one line for each setting that is missing, unknown or ill-typed
  public static Settings read(
      String where,
      Map<String, SettingValue> given,
      List<Setting> declared,
      List<String> problems) {
    Map<String, Duration> durations = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Setting setting : declared) {
      SettingValue value = given.get(setting.name());
      if (value == null) {
        problems.add(
            "%s.%s: missing, and nokube has no default for it: %s"
                .formatted(where, setting.name(), setting.meaning()));
        continue;
      }
      String text = value.text();
      switch (setting.type()) {
        case COUNT -> {
          if (text.matches("[0-9]{1,9}")) {
            counts.put(setting.name(), Integer.valueOf(text));
          } else {
            problems.add("%s.%s: \"%s\" is no whole number".formatted(where, setting.name(), text));
          }
        }
        case POSITIVE_COUNT -> {
          if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0) {
            counts.put(setting.name(), Integer.valueOf(text));
          } else {
            problems.add(
                "%s.%s: \"%s\" is no whole number from 1 on"
                    .formatted(where, setting.name(), text));
          }
        }
        case DURATION -> duration(where, setting, text, durations, problems);
        case DURATION_OR_NEVER -> {
          if (!text.equals("never")) {
            duration(where, setting, text, durations, problems);
          }
        }
      }
    }
    for (String name : given.keySet()) {
      if (declared.stream().noneMatch(setting -> setting.name().equals(name))) {
        problems.add(
            "%s.%s: unknown setting; known are: %s"
                .formatted(
                    where,
                    name,
                    declared.stream().map(Setting::name).collect(Collectors.joining(", "))));
      }
    }
    return new Settings(Map.copyOf(durations), Map.copyOf(counts));
  }

  private static void duration(
      String where,
      Setting setting,
      String text,
      Map<String, Duration> durations,
      List<String> problems) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      problems.add(
          "%s.%s: \"%s\" is no duration: write such as 500ms, 2s, 10m or 1h"
              .formatted(where, setting.name(), text));
      return;
    }
    long amount = Long.parseLong(matcher.group(1));
    durations.put(
        setting.name(),
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }
}
