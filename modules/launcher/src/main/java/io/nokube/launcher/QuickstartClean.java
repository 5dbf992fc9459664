package io.nokube.launcher;

import io.nokube.launcher.QuickstartPlan.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// `nokube quickstart --clean`: agents first, so that nobody brings anything back; then the
/// containers with this cluster's label, etcd, and the files; the Docker engine, if quickstart
/// started it and it has no other container. Packages stay: they are the machine's.
record QuickstartClean(QuickstartPlan plan, Home home, HostCommand host) {

  int run(Terminal terminal) {
    Steps steps = new Steps(terminal);
    if (!Files.exists(plan.folder())) {
      terminal.line("nothing to clean: " + plan.folder() + " is not there");
      return 0;
    }
    cluster(steps);
    steps.done("Docker engine", engine());
    return 0;
  }

  /// All but the engine.
  void cluster(Steps steps) {
    for (Member member : QuickstartPlan.MEMBERS) {
      host.run(plan.stopAgent(member), line -> {});
    }
    steps.done("agents", "stopped");
    List<String> containers = containers();
    if (!containers.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("rm", "--force", "--volumes"));
      words.addAll(containers);
      Docker.run(words);
    }
    steps.done("containers", containers.size() + " removed");
    host.run(plan.stopEtcd(), line -> {});
    steps.done("etcd", "stopped");
    Home.delete(plan.folder());
    Home.delete(plan.memory());
    home.forget(QuickstartPlan.CLUSTER);
    steps.done("files", plan.folder() + " removed");
  }

  private String engine() {
    if (!Files.exists(plan.dockerPid())) {
      return "stays: quickstart did not start it";
    }
    if (!Docker.run(List.of("ps", "--all", "--quiet")).isBlank()) {
      return "stays: other containers are in it";
    }
    host.run(plan.stopDocker(), line -> {});
    Home.delete(plan.docker());
    return "stopped";
  }

  private List<String> containers() {
    String id;
    try {
      if (!Files.exists(plan.id())) {
        return List.of();
      }
      id = Files.readString(plan.id());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + plan.id() + ": " + e.getMessage());
    }
    String output =
        Docker.run(
            List.of(
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=io.nokube.cluster-id=" + id));
    return output.lines().filter(line -> !line.isBlank()).toList();
  }
}
