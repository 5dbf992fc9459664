package io.nokube.agent.config;

import java.util.Map;

/// Which verticles a node of a role hosts: a file of `verticles-config/`.
///
/// @param runtime settings of the runtime itself
/// @param engine settings of the container engine's adapter
/// @param api settings of the API
/// @param kinds by word, such as `pod`
public record VerticlesConfig(
    Map<String, SettingValue> runtime,
    Map<String, SettingValue> engine,
    Map<String, SettingValue> api,
    Map<String, KindConfig> kinds) {

  /// @param threading `event_loop` or `virtual_thread`
  public record KindConfig(String threading, Map<String, SettingValue> settings) {}
}
