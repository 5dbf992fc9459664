package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes a machine ready: its system is one we know, its packages are installed, its Docker engine
/// answers, etcd can be run.
record MachinePreparation(Progress progress, Packages packages, DockerEngine engine) {

  ObjectNode prepare(Request.PrepareMachine wanted) {
    var deadline = Deadline.in(wanted.deadline());
    var system = progress.step("system", "looking at the system", MachinePreparation::system);
    packages.startPolicy().mend(deadline);
    var installed = install(wanted, deadline);
    var result = JsonNodeFactory.instance.objectNode();
    result.put("system", system.name());
    installed.forEach(result.putArray("installed")::add);
    if (wanted.docker()) {
      var docker = docker(wanted, system, deadline);
      result.putObject("docker").put("version", docker.version()).put("api", docker.api());
    }
    if (wanted.etcd()) {
      var etcd = etcd(deadline);
      result
          .putObject("etcd")
          .put("program", etcd.program().toString())
          .put("version", etcd.version());
    }
    return result;
  }

  private static Progress.Done<OperatingSystem> system() {
    var system = OperatingSystem.look();
    system
        .refusal()
        .ifPresent(why -> {
          throw new StepFailure(why, OperatingSystem.supported());
        });
    return new Progress.Done<>(system, system.name() + " on " + system.architecture());
  }

  private List<String> install(Request.PrepareMachine wanted, Deadline deadline) {
    var needed = WantedPackages.of(wanted, seen());
    var states = packages.look(needed.names(), deadline);
    var plan =
        PackagePlan.of(
            needed, states, Packages.interrupted(), wanted.noInstall(), Privilege.look());
    var about =
        switch (plan) {
          case PackagePlan.Install install -> "installing " + String.join(" ", install.names());
          case PackagePlan.Nothing nothing -> "all are installed";
          case PackagePlan.Refuse refuse -> "looking at " + String.join(" ", needed.names());
        };
    return progress.step(
        "packages",
        about,
        () ->
            switch (plan) {
              case PackagePlan.Nothing nothing ->
                  new Progress.Done<>(List.<String>of(), "all are installed");
              case PackagePlan.Refuse refuse ->
                  throw new StepFailure(refuse.why(), refuse.advice());
              case PackagePlan.Install install -> {
                var names = packages.install(install, needed.optional(), deadline);
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

  private DockerState.Running docker(
      Request.PrepareMachine wanted, OperatingSystem system, Deadline deadline) {
    return progress.step(
        "docker",
        "looking at the Docker engine",
        () ->
            switch (DockerPlan.of(engine.look(), system.systemd())) {
              case DockerPlan.Use use ->
                  new Progress.Done<>(use.engine(), said(use.engine(), "runs"));
              case DockerPlan.StartByUnit unit -> {
                var running = engine.startByUnit(deadline);
                yield new Progress.Done<>(running, said(running, "started"));
              }
              case DockerPlan.StartDaemon daemon -> {
                var running = engine.startDaemon(daemon.dockerd(), wanted.dockerLog(), deadline);
                yield new Progress.Done<>(running, said(running, "started"));
              }
              case DockerPlan.Install none ->
                  throw new StepFailure(
                      "dockerd isn't there, though its package is installed",
                      "install it anew: apt-get install --reinstall docker.io");
              case DockerPlan.Refuse refuse -> throw new StepFailure(refuse.why(), refuse.advice());
            });
  }

  private static String said(DockerState.Running engine, String what) {
    return "Docker " + engine.version() + " " + what;
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
