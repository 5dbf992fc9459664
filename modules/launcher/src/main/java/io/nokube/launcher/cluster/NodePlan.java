package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.Seen.SystemContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What has to happen on one node, in this order, so that it is what the file says. Pure; empty for
/// a node that is so already.
record NodePlan(NodeWanted wanted, List<Step> steps) {

  sealed interface Step {
    /// As a plan shows it.
    String told();

    /// Packages, the Docker engine and its settings.
    record Prepare(String told) implements Step {}

    record Verify() implements Step {
      @Override
      public String told() {
        return "upload and verify nokube";
      }
    }

    record MakeAgentImage() implements Step {
      @Override
      public String told() {
        return "make the agent's image";
      }
    }

    record MakeEtcdImage() implements Step {
      @Override
      public String told() {
        return "make etcd's image";
      }
    }

    record Place(List<Placed> files) implements Step {
      @Override
      public String told() {
        return "write " + String.join(" ", files.stream().map(Placed::path).toList());
      }
    }

    /// @param authorities of registries, all that there are to be: in PEM, by host
    record Trust(String told, Map<String, String> authorities) implements Step {}

    record StartEtcd(String told, boolean restarts) implements Step {}

    /// The file no longer names it as a member; the node stays.
    record LeaveEtcd() implements Step {
      @Override
      public String told() {
        return "leave etcd, and remove its member";
      }
    }

    /// @param restarts whether one runs already
    record StartAgent(String told, boolean restarts) implements Step {}
  }

  static NodePlan of(NodeWanted wanted, Seen seen) {
    List<Step> steps = new ArrayList<>();
    if (!seen.verified()) {
      steps.add(new Step.Verify());
    }
    prepare(wanted, seen).ifPresent(steps::add);
    if (!seen.images().containsKey(wanted.agentImage())) {
      steps.add(new Step.MakeAgentImage());
    }
    if (wanted.member() && !seen.images().containsKey(wanted.etcdImage())) {
      steps.add(new Step.MakeEtcdImage());
    }
    List<Placed> files =
        wanted.files().stream()
            .filter(file -> !file.sha256().equals(seen.files().get(file.path())))
            .toList();
    if (!files.isEmpty() || seen.owner().isEmpty()) {
      steps.add(new Step.Place(files));
    }
    trust(wanted, seen).ifPresent(steps::add);
    if (wanted.member()) {
      etcd(wanted, seen).ifPresent(steps::add);
    }
    agent(wanted, seen).ifPresent(steps::add);
    if (!wanted.member() && seen.hasEtcd()) {
      steps.add(new Step.LeaveEtcd());
    }
    return new NodePlan(wanted, List.copyOf(steps));
  }

  private static Optional<Step> prepare(NodeWanted wanted, Seen seen) {
    List<String> lacking = new ArrayList<>();
    if (!seen.engine().ready()) {
      lacking.add(
          switch (seen.engine().said()) {
            case "running" ->
                "have the Docker engine keep containers through its restarts and boot";
            case "notInstalled" -> "install Docker";
            case "unknown" -> "install what is missing";
            default -> "start Docker";
          });
    }
    if (seen.engine().ready()
        && !wanted.mirrors().isEmpty()
        && !wanted.mirrors().equals(seen.engine().mirrors())) {
      lacking.add("have the Docker engine ask " + String.join(", ", wanted.mirrors()));
    }
    if (wanted.member() && !seen.etcdInstalled()) {
      lacking.add("install etcd");
    }
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.Prepare(String.join(", ", lacking)));
  }

  private static Optional<Step> trust(NodeWanted wanted, Seen seen) {
    Map<String, String> hashes = new TreeMap<>();
    wanted.authorities().forEach((host, pem) -> hashes.put(host, Placed.sha256(pem)));
    Map<String, String> there = seen.engine().authorities();
    if (hashes.equals(there)) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    List<String> other =
        hashes.entrySet().stream()
            .filter(each -> !each.getValue().equals(there.get(each.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    List<String> gone =
        there.keySet().stream().filter(host -> !hashes.containsKey(host)).sorted().toList();
    if (!other.isEmpty()) {
      lines.add("trust the authority of " + String.join(" ", other));
    }
    if (!gone.isEmpty()) {
      lines.add("no longer trust the authority of " + String.join(" ", gone));
    }
    return Optional.of(
        new Step.Trust("have the Docker engine " + String.join(", ", lines), wanted.authorities()));
  }

  private static Optional<Step> etcd(NodeWanted wanted, Seen seen) {
    Optional<SystemContainer> etcd = seen.container("etcd");
    if (etcd.isEmpty()) {
      return Optional.of(new Step.StartEtcd("start etcd", false));
    }
    if (!etcd.get().runs()) {
      return Optional.of(new Step.StartEtcd("start etcd, which is " + etcd.get().state(), false));
    }
    return isOf(etcd.get(), wanted.etcdImage(), seen)
        ? Optional.empty()
        : Optional.of(new Step.StartEtcd("restart etcd: its version changes", true));
  }

  private static boolean isOf(SystemContainer container, String image, Seen seen) {
    return container.image().equals(seen.images().get(image));
  }

  private static Optional<Step> agent(NodeWanted wanted, Seen seen) {
    Optional<SystemContainer> agent = seen.container("agent");
    if (agent.isEmpty()) {
      return Optional.of(new Step.StartAgent("start the agent", false));
    }
    SystemContainer runs = agent.get();
    if (!runs.runs()) {
      return Optional.of(new Step.StartAgent("start the agent, which is " + runs.state(), false));
    }
    if (!isOf(runs, wanted.agentImage(), seen)) {
      return Optional.of(new Step.StartAgent("replace the agent: its version changes", true));
    }
    if (!runs.settings().equals(wanted.settings())) {
      return Optional.of(new Step.StartAgent("replace the agent: its settings change", true));
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /// The step of one kind; there is one at most.
  <T extends Step> Optional<T> step(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
