package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.Progress.Event;
import io.nokube.launcher.cluster.Progress.State;
import io.nokube.launcher.ssh.Become;
import io.nokube.launcher.ssh.SshTarget;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The hosts of a run: connected, given this distribution, held against other runs, and seen.
final class Hosts implements AutoCloseable {
  /// How far a host's clock may be from this machine's: certificates are good from ten minutes
  /// before they are made.
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final ClusterFile file;
  private final Payload payload;
  private final Fleet fleet;
  private final Progress progress;
  private final InstantSource clock;
  private final Map<String, HostLink> links = new ConcurrentHashMap<>();

  Hosts(ClusterFile file, Payload payload, Fleet fleet, Progress progress, InstantSource clock) {
    this.file = file;
    this.payload = payload;
    this.fleet = fleet;
    this.progress = progress;
    this.clock = clock;
  }

  HostLink link(String node) {
    return Optional.ofNullable(links.get(node)).orElseThrow();
  }

  /// @param id of the cluster; empty while it isn't known
  Requests requests(String node, String id) {
    return new Requests(file, id, node, link(node).folder());
  }

  /// Reaches them all, before anything changes on any of them.
  void connect(Collection<String> nodes) {
    connect(nodes, node -> Optional.empty());
  }

  /// For commands that go on without some nodes, if they are told to.
  void connectOrLeaveOut(Collection<String> nodes) {
    connect(nodes, node -> Optional.of("To go on without it: --without " + node));
  }

  private void connect(Collection<String> nodes, Function<String, Optional<String>> unreachable) {
    Targets targets = Targets.here();
    fleet.each(
        nodes,
        node -> {
          ClusterNode settings = file.node(new NodeName(node));
          SshTarget target = targets.of(node, settings);
          Become become =
              switch (settings.ssh().become()) {
                case NONE -> Become.NONE;
                case SUDO -> Become.SUDO;
              };
          step(
              node,
              "connect",
              target.address(),
              () -> connect(target, become, unreachable.apply(node)));
          return true;
        });
  }

  private void connect(SshTarget target, Become become, Optional<String> unreachable) {
    HostLink link = HostLink.connect(target, become, payload, unreachable);
    links.put(target.node(), link);
    link.refusal()
        .ifPresent(why -> {
          throw new NodeFailure(target.node(), "connect", why, "leave it out, or take another");
        });
  }

  /// Uploads what isn't there, takes each host's lock, and sees.
  Map<String, Seen> hold(Collection<String> nodes) {
    String holder = holder();
    return fleet.each(
        nodes,
        node -> {
          HostLink link = link(node);
          if (!link.uploaded()) {
            step(
                node,
                "upload",
                payload.bytes() / 1_000_000 + " MB",
                () -> link.upload(bytes -> progress.sent(node, bytes, payload.bytes())));
          }
          fleet.goOn();
          boolean verified = link.verified();
          Seen seen = link.hold(requests(node, "").hold(holder)).verified(verified);
          check(node, seen);
          return seen;
        });
  }

  /// Sees what is there without uploading or holding anything.
  Map<String, Seen> look(Collection<String> nodes) {
    return fleet.each(
        nodes,
        node -> {
          HostLink link = link(node);
          Optional<String> folder = link.anyFolder();
          if (folder.isEmpty()) {
            return Seen.BARE;
          }
          boolean verified = link.verified();
          Seen seen =
              Seen.of(link.run(folder.get(), requests(node, "").look(), line -> {}))
                  .verified(verified);
          check(node, seen);
          return seen;
        });
  }

  private static String holder() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("");
    return "%s%s (process %d), since %s"
        .formatted(
            System.getProperty("user.name", "somebody"),
            host.isEmpty() ? "" : "@" + host,
            ProcessHandle.current().pid(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private void check(String node, Seen seen) {
    seen.owner()
        .filter(owner -> !owner.cluster().equals(file.cluster().text()))
        .ifPresent(owner -> {
          throw new NodeFailure(
              node,
              "look",
              "another cluster's agent is here: %s, as its node %s"
                  .formatted(owner.cluster(), owner.node()),
              "take another workspace, or remove that cluster first (nokube remove)");
        });
    if (seen.owner().isEmpty() && !seen.containers().isEmpty()) {
      throw new NodeFailure(
          node,
          "look",
          "etcd or the agent of cluster %s runs here, but not from the workspace %s"
              .formatted(file.cluster(), file.node(new NodeName(node)).workspace()),
          "the workspace of a live node can't be changed: write the one that it has; or remove the node first, add it again afterwards");
    }
    seen.engine()
        .refusal()
        .ifPresent(refusal -> {
          throw new NodeFailure(node, "look", refusal.why(), refusal.advice());
        });
    Duration off =
        Duration.between(clock.instant(), Instant.ofEpochMilli(seen.clockMillis())).abs();
    if (off.compareTo(SKEW) > 0) {
      throw new NodeFailure(
          node,
          "look",
          "its clock is %d s away from this machine's".formatted(off.toSeconds()),
          "set the clocks (chrony, systemd-timesyncd): certificates and heartbeats need them within"
              + " %d minutes".formatted(SKEW.toMinutes()));
    }
  }

  /// Does one step and says how it went.
  void step(String node, String step, String about, Runnable work) {
    fleet.goOn();
    long started = System.nanoTime();
    progress.tell(new Event(node, step, State.STARTED, about, 0));
    try {
      work.run();
      progress.tell(new Event(node, step, State.DONE, about, millis(started)));
    } catch (NodeFailure failure) {
      progress.tell(new Event(node, step, State.FAILED, failure.said(), millis(started)));
      throw failure;
    }
  }

  private static long millis(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }

  List<String> connected() {
    return List.copyOf(links.keySet());
  }

  /// Lets all locks go.
  @Override
  public void close() {
    links.values().forEach(HostLink::close);
  }
}
