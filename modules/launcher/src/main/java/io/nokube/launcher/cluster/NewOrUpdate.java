package io.nokube.launcher.cluster;

import static java.util.stream.Collectors.joining;

import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Home;
import io.nokube.launcher.Terminal;
import io.nokube.launcher.cluster.Seen.Member;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterChange;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.cluster.EtcdSource;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Makes a cluster what its file says: connects to all hosts, sees what they are, plans, and
/// carries the plan out, the first error ending it (S7). Running it again is safe at any time.
public final class NewOrUpdate {
  private static final int AT_ONCE = 8;
  static final String ETCD_IMAGE = "nokube/etcd:1";

  /// What the user asked for.
  ///
  /// @param source the file's name
  /// @param plan whether only to show what would change
  /// @param without nodes to leave out
  public record Wanted(
      String source, ClusterFile file, String text, boolean plan, List<String> without) {}

  private final Wanted wanted;
  private final ClusterFile file;
  private final Path dist;
  private final Home home;
  private final Terminal terminal;
  private final boolean json;
  private final Optional<EtcdFiles> externalEtcd;
  private final Registries registries;
  private final InstantSource clock = InstantSource.system();
  private final Fleet fleet = new Fleet(AT_ONCE);
  private final long started = System.nanoTime();

  public NewOrUpdate(Wanted wanted, Path dist, Home home, Terminal terminal, boolean json) {
    this.wanted = wanted;
    this.file = wanted.file();
    this.dist = dist;
    this.home = home;
    this.terminal = terminal;
    this.json = json;
    this.externalEtcd = EtcdFiles.of(file, EtcdFiles.home(), clock.instant());
    this.registries = Registries.of(file, OperatorMachine.here());
  }

  /// @return the exit code
  /// @throws CommandFailure if anything failed on any host
  public int run() {
    List<String> nodes =
        file.nodes().keySet().stream().filter(node -> !wanted.without().contains(node)).toList();
    say(
        "cluster %s · %s · file %s (checked: %d values, no problem)"
            .formatted(
                file.cluster(),
                hosts(nodes.size()),
                wanted.source(),
                ClusterFile.values(wanted.text().getBytes(StandardCharsets.UTF_8))));
    Payload payload = Payload.of(dist);
    ProgressNoted progress = progress(terminal, json, nodes);
    try (Hosts hosts = new Hosts(file, payload, fleet, progress, clock)) {
      hosts.connectOrLeaveOut(nodes);
      Map<String, Seen> seen = wanted.plan() ? hosts.look(nodes) : hosts.hold(nodes);
      Belonging belonging = Belonging.of(file, seen);
      Authorities authorities = authorities(hosts, belonging);
      Cluster cluster = new Cluster(file, authorities, home, clock);
      FleetPlan plan = plan(payload, authorities, seen);
      Optional<ClusterFile> before = before(authorities, cluster, seen);
      List<String> leaving = before.map(this::leaving).orElse(List.of());
      LeftOut leftOut = new LeftOut(file, wanted.without());
      leftOut.check(belonging, plan.founding(), members(seen));
      Map<String, String> gone = before.map(leftOut::formerMembers).orElse(Map.of());
      known(wanted.without(), leaving);
      if (wanted.plan()) {
        progress.end();
        return show(plan, leaving, gone.keySet());
      }
      try (Hosts others = new Hosts(before.orElse(file), payload, fleet, progress, clock)) {
        Leaving left = Leaving.of(before.orElse(file), others, leaving, wanted.without());
        left.check(cluster);
        Map<String, NodeWork> works = works(plan, authorities, hosts, progress);
        if (!plan.isEmpty() || !gone.isEmpty()) {
          externalEtcd.ifPresent(etcd ->
              together(plan.names(), works, work -> work.lookAtEtcd(etcd, before.isPresent())));
          carryOut(plan, works, gone, cluster);
        }
        left.carryOut(file, works, cluster, authorities.id(), fleet);
        together(plan.accepting(), works, work -> work.place(List.of(accepted())));
      }
      cluster.cordoned().forEach(node -> new Drain(cluster.client(), node).stay());
      boolean changed = cluster.remember(wanted.text()) || !plan.accepting().isEmpty();
      progress.end();
      say(end(nodes, plan.isEmpty() && leaving.isEmpty() && gone.isEmpty(), changed, cluster));
      return 0;
    } catch (NodeFailure failure) {
      progress.end();
      throw ended(failure, progress);
    }
  }

  private void say(String line) {
    if (!json) {
      terminal.line(line);
    }
  }

  private String end(List<String> nodes, boolean nothing, boolean changed, Cluster cluster) {
    double seconds = (System.nanoTime() - started) / 1e9;
    if (nothing && !changed) {
      return String.format(
          Locale.ROOT, "nothing to change (%s checked in %.1f s)", hosts(nodes.size()), seconds);
    }
    return String.format(
            Locale.ROOT,
            "cluster %s is ready: %d/%d nodes, %s, %.0f s.  kubeconfig and credentials: %s",
            file.cluster(),
            nodes.size(),
            file.nodes().size(),
            etcd(file.etcd().source(), nodes),
            seconds,
            cluster.folder())
        + "\nNext: nokube apply -f examples/quickstart"
        + "   (no registry in reach? first: nokube image push docker.io/library/busybox:1.36)";
  }

  /// @param nodes those that were not left out
  private static String etcd(EtcdSource source, List<String> nodes) {
    return switch (source) {
      case EtcdSource.Members(List<NodeName> names, int clientPort, int peerPort, long quota) -> {
        long seen = names.stream().filter(name -> nodes.contains(name.text())).count();
        yield seen == 0
            ? "etcd left out"
            : "etcd healthy (%s%d %s)"
                .formatted(
                    seen == names.size() ? "" : seen + " of ",
                    names.size(),
                    names.size() == 1 ? "member" : "members");
      }
      case EtcdSource.External external ->
          "etcd at " + external.endpoints().stream().map(Object::toString).collect(joining(", "));
    };
  }

  static CommandFailure ended(NodeFailure failure, ProgressNoted progress) {
    return CommandFailure.failed(
        "%s%s: %s%s\n%s"
            .formatted(
                failure.node(),
                failure.step().isEmpty() ? "" : ": " + failure.step(),
                failure.said(),
                failure.advice().isEmpty() ? "" : "\n" + failure.advice(),
                progress.told()));
  }

  /// @throws CommandFailure if a node to leave out isn't there
  static List<String> left(ClusterFile file, List<String> without) {
    for (String each : without) {
      if (!file.nodes().containsKey(each)) {
        throw CommandFailure.usage(
            "--without %s: the file has no such node; it has %s"
                .formatted(each, String.join(", ", file.nodes().keySet())));
      }
    }
    return file.nodes().keySet().stream().filter(node -> !without.contains(node)).toList();
  }

  private void known(List<String> without, List<String> leaving) {
    without.stream()
        .filter(node -> !file.nodes().containsKey(node) && !leaving.contains(node))
        .findFirst()
        .ifPresent(node -> {
          throw CommandFailure.usage(
              "--without %s: neither the file nor the cluster has such a node; the file has %s"
                  .formatted(node, String.join(", ", file.nodes().keySet())));
        });
  }

  static ProgressNoted progress(Terminal terminal, boolean json, List<String> nodes) {
    if (json) {
      return new ProgressNoted(new ProgressJson(terminal));
    }
    return new ProgressNoted(
        terminal.colour() ? new ProgressLive(terminal, nodes) : new ProgressLines(terminal));
  }

  /// `1 host`, `3 hosts`
  static String hosts(int count) {
    return count == 1 ? "1 host" : count + " hosts";
  }

  private Authorities authorities(Hosts hosts, Belonging belonging) {
    return switch (belonging) {
      case Belonging.To(String id, String head) ->
          Authorities.of(
              id, hosts.link(head).run(hosts.requests(head, id).readAuthority(), line -> {}));
      case Belonging.ToNone(Optional<String> id) ->
          Authorities.fresh(
              file, id.orElseGet(() -> UUID.randomUUID().toString()), clock, new SecureRandom());
      case Belonging.Refused(String node, String why, String advice) ->
          throw new NodeFailure(node, "look", why, advice);
    };
  }

  private static Map<String, Member> members(Map<String, Seen> seen) {
    return seen.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().member()));
  }

  /// The file that was accepted last. Heads tell it; if they differ, since one of them was left out
  /// meanwhile, the cluster does.
  private Optional<ClusterFile> before(
      Authorities authorities, Cluster cluster, Map<String, Seen> seen) {
    Optional<String> told =
        Belonging.disagree(file, seen) ? cluster.config() : authorities.accepted();
    return told.or(authorities::accepted).map(this::accepted);
  }

  private FleetPlan plan(Payload payload, Authorities authorities, Map<String, Seen> seen) {
    Founding founding = Founding.of(EtcdWork.peers(file), members(seen), authorities.id());
    Wants wants =
        new Wants(
            file,
            authorities,
            externalEtcd,
            registries,
            payload.image(),
            ETCD_IMAGE,
            verticles(),
            clock);
    List<NodePlan> plans = new ArrayList<>();
    seen.forEach((node, at) ->
        plans.add(
            NodePlan.of(
                wants.of(new NodeName(node), at, Optional.ofNullable(founding.found().get(node))),
                at)));
    String accepted = accepted().sha256();
    List<String> accepting =
        file.heads().stream()
            .map(NodeName::text)
            .filter(seen::containsKey)
            .filter(head ->
                !Optional.ofNullable(seen.get(head))
                    .map(at -> at.files().get(Authorities.ACCEPTED))
                    .equals(Optional.of(accepted)))
            .toList();
    return new FleetPlan(List.copyOf(plans), founding, accepting);
  }

  private Map<Role, String> verticles() {
    Map<Role, String> texts = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Path from =
          dist.resolve("verticles-config").resolve(role.name().toLowerCase(Locale.ROOT) + ".yaml");
      try {
        texts.put(role, Files.readString(from));
      } catch (IOException e) {
        throw CommandFailure.failed("cannot read " + from + ": " + e.getMessage());
      }
    }
    return texts;
  }

  private Placed accepted() {
    return new Placed(Authorities.ACCEPTED, wanted.text());
  }

  private ClusterFile accepted(String text) {
    return switch (ClusterFile.read(
        new SourceName("the accepted file"), text.getBytes(StandardCharsets.UTF_8))) {
      case StrictConfig.Read<ClusterFile>(ClusterFile read) -> read;
      case StrictConfig.Refused<ClusterFile>(List<Problem> problems) ->
          throw CommandFailure.failed(
              "the file that the cluster was made of can't be read by this nokube: "
                  + problems.getFirst());
    };
  }

  /// The nodes that are there and are no longer named.
  private List<String> leaving(ClusterFile before) {
    return switch (ClusterChange.between(before, file)) {
      case ClusterChange.Accepted change -> change.removed().stream().map(NodeName::text).toList();
      case ClusterChange.Refused(List<String> reasons) ->
          throw CommandFailure.failed(String.join("\n", reasons) + "\nnothing was changed");
    };
  }

  private int show(FleetPlan plan, List<String> leaving, Set<String> gone) {
    if (plan.isEmpty() && leaving.isEmpty() && gone.isEmpty() && plan.accepting().isEmpty()) {
      terminal.line("nothing to change");
    }
    leaving.forEach(
        node -> terminal.line("  %-10s drain it, and take it out of the cluster".formatted(node)));
    gone.forEach(
        node -> terminal.line("  %-10s have the other members of etcd forget it".formatted(node)));
    plan.told()
        .forEach((node, lines) ->
            lines.forEach(line -> terminal.line("  %-10s %s".formatted(node, line))));
    return 0;
  }

  private Map<String, NodeWork> works(
      FleetPlan plan, Authorities authorities, Hosts hosts, Progress progress) {
    String run = UUID.randomUUID().toString();
    Map<String, NodeWork> works = new LinkedHashMap<>();
    for (NodePlan node : plan.nodes()) {
      String name = node.wanted().name();
      works.put(
          name,
          new NodeWork(
              hosts.link(name),
              hosts.requests(name, authorities.id()),
              node,
              fleet,
              progress,
              run));
    }
    return works;
  }

  private void carryOut(
      FleetPlan plan, Map<String, NodeWork> works, Map<String, String> gone, Cluster cluster) {
    EtcdWork etcd = new EtcdWork(file, plan, works, gone, fleet);
    together(plan.names(), works, NodeWork::prepare);
    // Of all that comes before an agent, its image takes longest; nothing else needs it.
    fleet.beside(
        () -> together(plan.names(), works, NodeWork::agentImage),
        () -> {
          together(plan.names(), works, NodeWork::etcdImage);
          plan.placing().forEach(nodes -> together(nodes, works, NodeWork::placeFiles));
          etcd.carryOut();
        });
    plan.starting().forEach(nodes -> together(nodes, works, NodeWork::agent));
    fleet.inTurn(
        plan.replacing(),
        node -> {
          work(works, node).agent();
          cluster.awaitReady(List.of(node));
          return true;
        });
    cluster.awaitReady(plan.names());
    etcd.leave();
  }

  private void together(List<String> nodes, Map<String, NodeWork> works, Consumer<NodeWork> does) {
    fleet.each(
        nodes,
        node -> {
          does.accept(work(works, node));
          return true;
        });
  }

  private static NodeWork work(Map<String, NodeWork> works, String node) {
    return Optional.ofNullable(works.get(node)).orElseThrow();
  }
}
