package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Installs packages with apt-get, without questions, recommendations or started services.
///
/// @param source from where they come
record Installation(StartPolicy startPolicy, AptSource source) {

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

  /// Finishes what a run that was killed left undone. Its apt-get may work on: services may not
  /// start before that has ended.
  void mend(Deadline deadline) {
    startPolicy.mend(
        deadline,
        names -> {
          DpkgLock.DEBIAN.awaitFree(deadline);
          disableUnwanted(names, deadline);
        });
  }

  /// Installs as planned. `optional` packages are left out where apt doesn't know them.
  ///
  /// @return the names that were installed
  List<String> install(PackagePlan.Install plan, Set<String> optional, Deadline deadline) {
    return startPolicy.forbidding(
        plan.names(),
        deadline,
        () ->
            source.with(
                OperatingSystem.look(),
                options -> installForbidden(plan, optional, options, deadline)),
        names -> disableUnwanted(names, deadline));
  }

  /// What to name to apt-get: everything required, and what it knows of the rest.
  static List<String> chosen(List<String> wanted, Set<String> optional, Set<String> known) {
    var unknown = wanted.stream().filter(n -> !optional.contains(n) && !known.contains(n)).toList();
    if (!unknown.isEmpty()) {
      throw new StepFailure(
          "apt knows no package " + String.join(" ", unknown),
          "see that the sources in /etc/apt name a mirror that has it");
    }
    return wanted.stream().filter(known::contains).toList();
  }

  private static void disableUnwanted(List<String> names, Deadline deadline) {
    PackagedService.disable(Packages.installed(names, deadline));
  }

  private List<String> installForbidden(
      PackagePlan.Install plan,
      Set<String> optional,
      AptSource.Options options,
      Deadline deadline) {
    if (plan.repair()) {
      DpkgLock.DEBIAN.awaitFree(deadline);
      new Program(
              List.of("dpkg", "--configure", "-a", "--force-confdef", "--force-confold"), QUIETLY)
          .runSuccessfully(deadline, "mend it by hand: dpkg --configure -a");
    }
    var required = plan.names().stream().filter(name -> !optional.contains(name)).toList();
    var known = Packages.installable(plan.names(), options.words(), deadline);
    var update = !Packages.listsAreThere(options.lists()) || !known.containsAll(required);
    if (update) {
      update(options, deadline);
      known = Packages.installable(plan.names(), options.words(), deadline);
    }
    var names = chosen(plan.names(), optional, known);
    var ended = aptGet("install", options, names, deadline).run(deadline);
    if (!ended.succeeded() && !update) {
      update(options, deadline); // what it knew of may have been replaced by a newer version
      ended = aptGet("install", options, names, deadline).run(deadline);
    }
    if (!ended.succeeded()) {
      throw explained(
          ended,
          "apt-get could not install %s:\n%s"
              .formatted(String.join(" ", names), ended.lastLines(20)),
          "see that apt-get works on this machine, then run this again");
    }
    return names;
  }

  private void update(AptSource.Options options, Deadline deadline) {
    var ended = aptGet("update", options, List.of(), deadline).run(deadline);
    if (!ended.succeeded()) {
      throw explained(
          ended,
          "apt-get could not learn what packages there are:\n" + ended.lastLines(20),
          "see that this machine reaches the mirrors that /etc/apt names");
    }
  }

  private StepFailure explained(Program.Ended ended, String message, String advice) {
    return source
        .explained(ended.output() + "\n" + ended.errors())
        .orElseGet(() -> new StepFailure(message, advice));
  }

  private static Program aptGet(
      String verb, AptSource.Options options, List<String> names, Deadline deadline) {
    var command = new ArrayList<>(List.of("apt-get", verb));
    command.addAll(OPTIONS);
    command.addAll(options.words());
    command.add("--option=DPkg::Lock::Timeout=" + Math.max(1, deadline.remaining().toSeconds()));
    command.addAll(names);
    return new Program(command, QUIETLY);
  }
}
