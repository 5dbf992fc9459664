package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A machine's Debian packages as dpkg and apt see them.
final class Packages {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Packages() {}

  /// The states of `names`.
  static Map<String, PackageState> look(List<String> names, Deadline deadline) {
    if (names.isEmpty()) {
      return Map.of();
    }
    var command = new ArrayList<>(List.of("dpkg-query", "--show"));
    command.add("--showformat=" + PackageState.FORMAT);
    command.addAll(names);
    // Its exit code is 1 where a name is unknown to it, which just means missing.
    var shown = new Program(command, Map.of()).run(deadline.atMost(PATIENCE));
    return PackageState.parse(names, shown.output());
  }

  /// Those of `names` that are installed.
  static List<String> installed(List<String> names, Deadline deadline) {
    var states = look(names, deadline);
    return names.stream().filter(n -> states.get(n) == PackageState.INSTALLED).toList();
  }

  /// Whether dpkg was stopped in the midst of its work, and has to go on first.
  static boolean interrupted() {
    var journal = Path.of("/var/lib/dpkg/updates").toFile().list();
    return journal != null && Stream.of(journal).anyMatch(name -> name.matches("\\d+"));
  }

  /// Which of `names` apt could install now.
  ///
  /// @param options apt's
  static Set<String> installable(List<String> names, List<String> options, Deadline deadline) {
    var command = new ArrayList<>(List.of("apt-cache", "policy"));
    command.addAll(options);
    command.addAll(names);
    return candidates(new Program(command, Map.of()).run(deadline.atMost(PATIENCE)).output());
  }

  /// The names in the output of `apt-cache policy` that have a candidate.
  static Set<String> candidates(String policy) {
    var known = new HashSet<String>();
    var name = "";
    for (var line : policy.lines().toList()) {
      if (!line.startsWith(" ") && line.endsWith(":")) {
        name = line.substring(0, line.length() - 1);
      } else if (line.strip().startsWith("Candidate:") && !line.contains("(none)")) {
        known.add(name);
      }
    }
    return known;
  }

  /// Whether apt has ever been told what there is.
  ///
  /// @param folder where it keeps that: `/var/lib/apt/lists`
  static boolean listsAreThere(Path folder) {
    var lists = folder.toFile().list();
    return lists != null && Stream.of(lists).anyMatch(name -> name.contains("_Packages"));
  }
}
