package io.nokube.agent.config;

import java.util.Map;
import java.util.Optional;

/// Which verticles a node of a role hosts: a file of `verticles-config/`.
///
/// @param runtime settings of the runtime itself
/// @param engine settings of the container engine's adapter
/// @param certificates how the node's certificate is looked after, where it has one
/// @param rehearsal what a new agent does before its first pods
/// @param api settings of the API, which only a head hosts
/// @param manifests settings of the manifests prefix, which only a head looks after
/// @param etcd settings of etcd's upkeep, which only a head does
/// @param kinds by word, such as `pod`
public record VerticlesConfig(
    Map<String, SettingValue> runtime,
    Map<String, SettingValue> engine,
    Map<String, SettingValue> certificates,
    Map<String, SettingValue> rehearsal,
    Optional<Map<String, SettingValue>> api,
    Optional<Map<String, SettingValue>> manifests,
    Optional<Map<String, SettingValue>> etcd,
    Map<String, KindConfig> kinds) {

  /// @param threading `event_loop` or `virtual_thread`
  public record KindConfig(String threading, Map<String, SettingValue> settings) {}
}
