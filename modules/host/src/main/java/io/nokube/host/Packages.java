package io.nokube.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A machine's Debian packages: looked at with dpkg-query and apt-cache, installed with apt-get.
record Packages(StartPolicy startPolicy) {

  private static final Duration LOOK = Duration.ofSeconds(30);

  private static final Map<String, String> QUIETLY =
      Map.of(
          "DEBIAN_FRONTEND", "noninteractive",
          // Ubuntu would restart services of others after an installation.
          "NEEDRESTART_SUSPEND", "1");

  private static final List<String> OPTIONS =
      List.of(
          "--yes",
          "--quiet",
          "--no-install-recommends",
          "--option=Dpkg::Options::=--force-confdef",
          "--option=Dpkg::Options::=--force-confold");

  /// The states of `names`.
  Map<String, PackageState> look(List<String> names, Deadline deadline) {
    if (names.isEmpty()) {
      return Map.of();
    }
    var command = new ArrayList<>(List.of("dpkg-query", "--show"));
    command.add("--showformat=" + PackageState.FORMAT);
    command.addAll(names);
    // Its exit code is 1 where a name is unknown to it, which just means missing.
    var shown = new Program(command, Map.of()).run(deadline.atMost(LOOK));
    return PackageState.parse(names, shown.output());
  }

  /// Whether dpkg was stopped in the midst of its work and has to go on first.
  static boolean interrupted(Path journal) {
    var files = journal.toFile().list();
    return files != null && Stream.of(files).anyMatch(name -> name.matches("\\d+"));
  }

  static boolean interrupted() {
    return interrupted(Path.of("/var/lib/dpkg/updates"));
  }

  /// Which of `names` apt could install now.
  Set<String> installable(List<String> names, Deadline deadline) {
    var command = new ArrayList<>(List.of("apt-cache", "policy"));
    command.addAll(names);
    return candidates(new Program(command, Map.of()).run(deadline.atMost(LOOK)).output());
  }

  /// The names in the output of `apt-cache policy` that have a candidate.
  static Set<String> candidates(String policy) {
    var names = policy.lines().toList();
    return Stream.iterate(0, i -> i < names.size(), i -> i + 1)
        .filter(i -> names.get(i).endsWith(":") && !names.get(i).startsWith(" "))
        .filter(i -> names.stream().skip(i + 1L).limit(2).anyMatch(Packages::isCandidate))
        .map(i -> names.get(i).substring(0, names.get(i).length() - 1))
        .collect(Collectors.toSet());
  }

  private static boolean isCandidate(String line) {
    return line.strip().startsWith("Candidate:") && !line.contains("(none)");
  }

  /// Installs as planned, without starting any service. `optional` ones are left out where apt
  /// doesn't know them.
  ///
  /// @return the names that were installed
  List<String> install(PackagePlan.Install plan, Set<String> optional, Deadline deadline) {
    return startPolicy.forbidding(
        deadline,
        () -> {
          if (plan.repair()) {
            new Program(
                    List.of("dpkg", "--configure", "-a", "--force-confdef", "--force-confold"),
                    QUIETLY)
                .runSuccessfully(deadline, "mend it by hand: dpkg --configure -a");
          }
          var required = plan.names().stream().filter(name -> !optional.contains(name)).toList();
          var known = installable(plan.names(), deadline);
          var fresh = !known.containsAll(required) || listsAreEmpty();
          if (fresh) {
            update(deadline);
            known = installable(plan.names(), deadline);
          }
          var names = chosen(plan.names(), optional, known);
          var ended = aptGet("install", names, deadline).run(deadline);
          if (!ended.succeeded() && !fresh) {
            update(deadline); // what it knew of may have been replaced by a newer version
            ended = aptGet("install", names, deadline).run(deadline);
          }
          if (!ended.succeeded()) {
            throw new StepFailure(
                "apt-get could not install %s:\n%s"
                    .formatted(String.join(" ", names), ended.lastLines(20)),
                "see that apt-get works on this machine, then run this again");
          }
          return names;
        });
  }

  /// What to name to apt-get: everything required and what it knows of the rest.
  static List<String> chosen(List<String> wanted, Set<String> optional, Set<String> known) {
    var unknown = wanted.stream().filter(n -> !optional.contains(n) && !known.contains(n)).toList();
    if (!unknown.isEmpty()) {
      throw new StepFailure(
          "apt knows no package " + String.join(" ", unknown),
          "see that the sources in /etc/apt name a mirror that has it");
    }
    return wanted.stream().filter(known::contains).toList();
  }

  private static boolean listsAreEmpty() {
    var lists = Path.of("/var/lib/apt/lists").toFile().list();
    return lists == null || Stream.of(lists).noneMatch(name -> name.contains("Packages"));
  }

  private void update(Deadline deadline) {
    aptGet("update", List.of(), deadline)
        .runSuccessfully(deadline, "see that this machine reaches the mirrors that /etc/apt names");
  }

  private static Program aptGet(String verb, List<String> names, Deadline deadline) {
    var command = new ArrayList<>(List.of("apt-get", verb));
    command.addAll(OPTIONS);
    command.add("--option=DPkg::Lock::Timeout=" + Math.max(1, deadline.remaining().toSeconds()));
    command.addAll(names);
    return new Program(command, QUIETLY);
  }
}
