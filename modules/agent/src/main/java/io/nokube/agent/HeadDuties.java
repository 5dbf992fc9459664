package io.nokube.agent;

import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.agent.config.ClusterConfig.Role;
import io.nokube.agent.config.SettingValue;
import io.nokube.agent.config.SettingsText;
import io.nokube.agent.config.VerticlesConfig;
import io.nokube.api.ApiSettings;
import io.nokube.etcd.manifest.ManifestSettings;
import io.nokube.etcd.upkeep.UpkeepSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What only a head does: it answers the API, and, while it leads, looks after the manifests prefix
/// and etcd.
record HeadDuties(Settings api, Settings manifests, Settings etcd) {
  private static final List<Setting> API =
      List.of(
          Setting.duration("watch_limit", "How long a watch may last."),
          Setting.duration("watch_stall", "How long a watch's client may take nothing."),
          Setting.positiveCount("reads_at_once", "How many reads are answered at the same time."),
          Setting.count("reads_waiting", "How many more wait for that; others are refused."),
          Setting.positiveCount(
              "writes_at_once", "How many writes are carried out at the same time."),
          Setting.count("writes_waiting", "How many more wait for that; others are refused."),
          Setting.positiveCount("streams_at_once", "How many watches and logs are open at most."));

  private static final List<Setting> MANIFESTS =
      List.of(
          Setting.duration(
              "retry", "How soon a manifest is tried again that waits for etcd or for an end."),
          Setting.duration(
              "look_again", "How soon a manifest is tried again that was in another's way."));

  private static final List<Setting> ETCD =
      List.of(
          Setting.duration("keep_history", "How long a watch may be away and still go on."),
          Setting.duration("upkeep_every", "How often etcd's history and room are looked at."));

  /// @param problems gets a line for each section that is missing, or that a worker can't have
  /// @return empty for a worker
  static Optional<HeadDuties> of(
      String file, Role role, VerticlesConfig config, List<String> problems) {
    if (role == Role.WORKER) {
      refuse(file + ": api", config.api(), problems);
      refuse(file + ": manifests", config.manifests(), problems);
      refuse(file + ": etcd", config.etcd(), problems);
      return Optional.empty();
    }
    return Optional.of(
        new HeadDuties(
            read(file + ": api", config.api(), API, problems),
            read(file + ": manifests", config.manifests(), MANIFESTS, problems),
            read(file + ": etcd", config.etcd(), ETCD, problems)));
  }

  private static void refuse(
      String where, Optional<Map<String, SettingValue>> section, List<String> problems) {
    if (section.isPresent()) {
      problems.add(where + ": only a head has this section: remove it");
    }
  }

  private static Settings read(
      String where,
      Optional<Map<String, SettingValue>> section,
      List<Setting> declared,
      List<String> problems) {
    return SettingsText.read(where, section.orElse(Map.of()), declared, problems);
  }

  ApiSettings.Limits apiLimits() {
    return new ApiSettings.Limits(
        api.count("reads_at_once"),
        api.count("reads_waiting"),
        api.count("writes_at_once"),
        api.count("writes_waiting"),
        api.count("streams_at_once"),
        api.duration("watch_stall"));
  }

  ManifestSettings manifestSettings() {
    return new ManifestSettings(manifests.duration("retry"), manifests.duration("look_again"));
  }

  /// @param quotaBackendBytes as the cluster's configuration says
  UpkeepSettings upkeepSettings(long quotaBackendBytes) {
    return new UpkeepSettings(
        etcd.duration("keep_history"), etcd.duration("upkeep_every"), quotaBackendBytes);
  }
}
