package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes a machine ready: its system is one we know, its packages are installed, its Docker engine
/// answers, etcd can be run.
record MachinePreparation(
    Progress progress, Installation installation, DockerEngine engine, Privilege privilege) {

  ObjectNode prepare(Request.PrepareMachine wanted) {
    var deadline = Deadline.in(wanted.deadline());
    var system = progress.step("system", "looking at the system", MachinePreparation::system);
    var needed = WantedPackages.of(wanted, seen());
    var packages =
        PackagePlan.of(
            needed,
            Packages.look(needed.names(), deadline),
            Packages.interrupted(),
            wanted.noInstall(),
            privilege);
    var plan =
        new PreparationPlan(packages, docker(system), installation.startPolicy().leftBehind());
    if (privilege == Privilege.SUDO && plan.needsRoot(wanted)) {
      var result = AsRoot.bySudo(progress).prepare(wanted);
      if (wanted.docker()) {
        runningDocker(wanted, system, deadline); // root may use it: may this user?
      }
      return result;
    }
    if (privilege == Privilege.ROOT) {
      installation.mend(deadline);
    }
    var installed = install(packages, needed, deadline);
    var result = JsonNodeFactory.instance.objectNode().put("system", system.name());
    installed.forEach(result.putArray("installed")::add);
    if (wanted.docker()) {
      var docker = runningDocker(wanted, system, deadline);
      result.putObject("docker").put("version", docker.version()).put("api", docker.api());
    }
    if (wanted.etcd()) {
      var etcd = etcd(deadline);
      var about = result.putObject("etcd");
      about.put("program", etcd.program().toString()).put("version", etcd.version());
    }
    return result;
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

  private WantedPackages.Seen seen() {
    return new WantedPackages.Seen(
        !(engine.look() instanceof DockerState.NotInstalled),
        Program.find("etcd").isPresent(),
        Program.find("etcdctl").isPresent(),
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
