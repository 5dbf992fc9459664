package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EtcdProgram;
import io.nokube.host.system.Program;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a machine ready: its system is one we know, its packages are installed, its Docker engine
/// answers, etcd can be run.
record MachinePreparation(
    Progress progress, Installation installation, DockerEngine engine, Privilege privilege) {

  ObjectNode prepare(Request.PrepareMachine wanted) {
    var deadline = Deadline.in(wanted.deadline());
    var system = progress.step("system", "looking at the system", MachinePreparation::system);
    var mend = installation.startPolicy().leftBehind();
    if (mend && privilege == Privilege.ROOT) {
      progress.step(
          "packages",
          "finishing an installation that was interrupted",
          () -> {
            installation.mend(deadline);
            return new Progress.Done<>(system, "finished an installation that was interrupted");
          });
    }
    var needed = WantedPackages.of(wanted, seen(deadline));
    var packages =
        PackagePlan.of(
            needed,
            Packages.look(needed.names(), deadline),
            Packages.interrupted(),
            wanted.noInstall(),
            privilege);
    var plan = new PreparationPlan(packages, docker(system), mend);
    if (privilege == Privilege.SUDO && plan.needsRoot(wanted)) {
      var result =
          progress.step(
              "root",
              "preparing this machine as root, by sudo",
              () ->
                  new Progress.Done<>(
                      AsRoot.bySudo(progress).prepare(wanted, byHand(packages)),
                      "prepared as root"));
      if (wanted.docker()) {
        runningDocker(wanted, system, deadline); // root may use it: may this user?
      }
      return result;
    }
    var installed = install(packages, needed, deadline);
    var result = JsonNodeFactory.instance.objectNode().put("system", system.name());
    installed.forEach(result.putArray("installed")::add);
    if (wanted.docker()) {
      var written = writeEngineSettings(wanted);
      var docker = runningDocker(wanted, system, deadline);
      var about = result.putObject("docker");
      about.put("version", docker.version()).put("api", docker.api());
      setUpEngine(wanted, system, written, deadline).forEach(about.putArray("changed")::add);
    }
    if (wanted.etcd()) {
      var etcd = etcd(deadline);
      var about = result.putObject("etcd");
      about.put("program", etcd.program().toString()).put("version", etcd.version());
    }
    return result;
  }

  private static String byHand(PackagePlan plan) {
    return switch (plan) {
      case PackagePlan.Install install ->
          "; or do it by hand: " + PackagePlan.command(install.names(), Privilege.SUDO);
      case PackagePlan.Nothing nothing -> "";
      case PackagePlan.Refuse refuse -> "";
    };
  }

  private static Progress.Done<OperatingSystem> system() {
    var system = OperatingSystem.look();
    var refusal = system.refusal();
    if (refusal.isPresent()) {
      throw new StepFailure(refusal.get(), OperatingSystem.supported());
    }
    return new Progress.Done<>(system, system.name() + " on " + system.architecture());
  }

  private List<String> install(PackagePlan plan, WantedPackages needed, Deadline deadline) {
    var about =
        switch (plan) {
          case PackagePlan.Install install -> "installing " + String.join(" ", install.names());
          case PackagePlan.Nothing nothing -> "looking for what is missing";
          case PackagePlan.Refuse refuse -> "looking for what is missing";
        };
    return progress.step(
        "packages",
        about,
        () ->
            switch (plan) {
              case PackagePlan.Nothing nothing ->
                  new Progress.Done<>(List.<String>of(), "nothing is missing");
              case PackagePlan.Refuse refuse ->
                  throw new StepFailure(refuse.why(), refuse.advice());
              case PackagePlan.Install install -> {
                var names = installation.install(install, needed.optional(), deadline);
                yield new Progress.Done<>(names, "installed " + String.join(" ", names));
              }
            });
  }

  /// A program of a half-installed package may be there already, and doesn't count.
  private WantedPackages.Seen seen(Deadline deadline) {
    var states = Packages.look(List.of("docker.io", "etcd-server", "etcd-client"), deadline);
    Predicate<String> whole = name -> states.get(name) != PackageState.HALF_INSTALLED;
    return new WantedPackages.Seen(
        !(engine.look() instanceof DockerState.NotInstalled) && whole.test("docker.io"),
        Program.find("etcd").isPresent() && whole.test("etcd-server"),
        Program.find("etcdctl").isPresent() && whole.test("etcd-client"),
        readsYes(Path.of("/sys/module/apparmor/parameters/enabled")),
        Files.isDirectory(Path.of("/sys/fs/cgroup/memory"))
            || Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")));
  }

  private DockerPlan docker(OperatingSystem system) {
    return DockerPlan.of(engine.look(), system.systemd(), privilege);
  }

  private DockerState.Running runningDocker(
      Request.PrepareMachine wanted, OperatingSystem system, Deadline deadline) {
    return progress.step(
        "docker",
        "looking at the Docker engine",
        () ->
            switch (docker(system)) {
              case DockerPlan.Use use -> said(use.engine(), "runs");
              case DockerPlan.StartByUnit unit -> said(engine.startByUnit(deadline), "started");
              case DockerPlan.StartDaemon daemon ->
                  said(
                      engine.startDaemon(daemon.dockerd(), wanted.dockerLog(), deadline),
                      "started");
              case DockerPlan.Install none ->
                  throw new StepFailure(
                      "dockerd isn't there, though its package is installed",
                      "install it anew: apt-get install --reinstall docker.io");
              case DockerPlan.Refuse refuse -> throw new StepFailure(refuse.why(), refuse.advice());
            });
  }

  /// Before the engine is started, so that it starts with them.
  private List<String> writeEngineSettings(Request.PrepareMachine wanted) {
    return wanted
        .engine()
        .map(settings ->
            progress.step(
                "engine-settings",
                "looking at the Docker engine's settings",
                () -> {
                  var changes = EngineSetup.ofThisMachine(settings).write();
                  return new Progress.Done<>(
                      changes, changes.isEmpty() ? "are as wanted" : String.join(", ", changes));
                }))
        .orElseGet(List::of);
  }

  /// @return what was changed of the engine, in words
  private List<String> setUpEngine(
      Request.PrepareMachine wanted,
      OperatingSystem system,
      List<String> written,
      Deadline deadline) {
    return wanted
        .engine()
        .map(settings ->
            progress.step(
                "engine",
                "having the Docker engine as wanted, now and at boot",
                () -> {
                  var changes = new ArrayList<>(written);
                  if (EngineSetup.ofThisMachine(settings).apply(deadline)) {
                    changes.add("read its settings again");
                  }
                  if (EngineSetup.startAtBoot(system.systemd(), deadline)) {
                    changes.add("is started at boot");
                  }
                  return new Progress.Done<>(
                      List.copyOf(changes),
                      changes.isEmpty() ? "is as wanted" : String.join(", ", changes));
                }))
        .orElseGet(List::of);
  }

  private static Progress.Done<DockerState.Running> said(DockerState.Running engine, String what) {
    return new Progress.Done<>(engine, "Docker " + engine.version() + " " + what);
  }

  private EtcdProgram etcd(Deadline deadline) {
    return progress.step(
        "etcd",
        "looking at etcd",
        () -> {
          var etcd = EtcdProgram.look(deadline);
          return new Progress.Done<>(etcd, "etcd " + etcd.version() + " at " + etcd.program());
        });
  }

  private static boolean readsYes(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).startsWith("Y");
    } catch (IOException unreadable) {
      return false;
    }
  }
}
