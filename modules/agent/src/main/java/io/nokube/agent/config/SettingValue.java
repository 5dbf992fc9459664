package io.nokube.agent.config;

/// A setting's value as it was written: which type it must have says whoever declares the setting.
public record SettingValue(String text) {
  public static SettingValue parse(String text) {
    return new SettingValue(text);
  }
}
