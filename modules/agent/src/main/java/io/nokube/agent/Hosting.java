package io.nokube.agent;

import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.agent.config.ClusterConfig.Role;
import io.nokube.agent.config.SettingsText;
import io.nokube.agent.config.VerticlesConfig;
import io.nokube.agent.config.VerticlesConfig.KindConfig;
import io.nokube.runtime.HostedKind;
import io.nokube.runtime.RuntimeSettings;
import io.nokube.runtime.Threading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a node hosts: the kinds that its role's file names, found by ServiceLoader, with their
/// settings; every problem of the file at once.
///
/// @param engine settings of the container engine, see [#ENGINE]
/// @param certificates how the node's certificate is looked after, see [#CERTIFICATES]
/// @param rehearsal what a new agent does before its first pods, see [#REHEARSAL]
/// @param head what only a head has
record Hosting(
    List<HostedKind> kinds,
    RuntimeSettings runtime,
    Settings engine,
    Settings certificates,
    Settings rehearsal,
    Optional<HeadDuties> head) {
  static final List<Setting> ENGINE =
      List.of(
          Setting.positiveCount(
              "starts_at_once", "How many containers are started at the same time."),
          Setting.positiveCount("follows_at_once", "How many logs are read at the same time."),
          Setting.duration("call_deadline", "How long one call of the engine may take."),
          Setting.duration("pull_deadline", "How long pulling one image may take."),
          Setting.duration(
              "reconnect", "How long to wait before the events stream is opened again."),
          Setting.positiveCount(
              "log_max_mib", "How large a container's log file may grow, in MiB."),
          Setting.positiveCount("log_max_files", "How many rotated log files are kept."));

  static final List<Setting> CERTIFICATES =
      List.of(
          Setting.duration(
              "look_every", "How often it is looked at whether the node's certificate gets old."));

  static final List<Setting> REHEARSAL =
      List.of(
          Setting.duration("after", "How long after it has joined a new agent begins with that."),
          Setting.count("rounds", "How often a new agent does what pods will need; 0: never."),
          Setting.duration("pause", "How long it rests after each round."));

  /// @param file as problems name it
  /// @throws AgentFailure naming every problem
  static Hosting of(String file, Role role, VerticlesConfig config) {
    List<String> problems = new ArrayList<>();
    Map<String, Kind> known = new TreeMap<>();
    ServiceLoader.load(Kind.class).forEach(kind -> known.put(kind.word(), kind));
    List<HostedKind> hosted = new ArrayList<>();
    for (Map.Entry<String, KindConfig> entry : config.kinds().entrySet()) {
      String where = file + ": kinds." + entry.getKey();
      Optional<Kind> kind = Optional.ofNullable(known.get(entry.getKey()));
      Optional<Threading> threading = Threading.named(entry.getValue().threading());
      if (kind.isEmpty()) {
        problems.add(
            "%s: there is no such kind; there are: %s"
                .formatted(where, String.join(", ", known.keySet())));
        continue;
      }
      if (threading.isEmpty()) {
        problems.add(
            "%s.threading: \"%s\" is neither event_loop nor virtual_thread"
                .formatted(where, entry.getValue().threading()));
        continue;
      }
      Settings settings =
          SettingsText.read(
              where + ".settings", entry.getValue().settings(), kind.get().settings(), problems);
      hosted.add(new HostedKind(kind.get(), threading.get(), settings));
    }
    Settings runtime =
        SettingsText.read(file + ": runtime", config.runtime(), RuntimeSettings.DECLARED, problems);
    Settings engine = SettingsText.read(file + ": engine", config.engine(), ENGINE, problems);
    Settings certificates =
        SettingsText.read(file + ": certificates", config.certificates(), CERTIFICATES, problems);
    Settings rehearsal =
        SettingsText.read(file + ": rehearsal", config.rehearsal(), REHEARSAL, problems);
    Optional<HeadDuties> head = HeadDuties.of(file, role, config, problems);
    if (!problems.isEmpty()) {
      throw new AgentFailure(problems.stream().collect(Collectors.joining("\n")));
    }
    return new Hosting(hosted, RuntimeSettings.of(runtime), engine, certificates, rehearsal, head);
  }
}
