package io.nokube.launcher.cluster;

import io.nokube.launcher.Home;
import io.nokube.launcher.Terminal;
import io.nokube.launcher.cluster.Seen.Owner;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a cluster off its hosts again: workers first, heads last, so that a run that was cut short
/// can be done again. Packages and the Docker engine stay: they are the machines'. So does what an
/// external etcd holds of it, unless the user says otherwise.
public final class Removal {
  private final ClusterFile file;
  private final List<String> without;
  private final Path dist;
  private final Home home;
  private final Terminal terminal;
  private final boolean json;
  private final Optional<EtcdFiles> forgetting;

  /// @param etcdData whether an external etcd is to forget the cluster, too
  public Removal(
      ClusterFile file,
      List<String> without,
      boolean etcdData,
      Path dist,
      Home home,
      Terminal terminal,
      boolean json) {
    this.file = file;
    this.without = List.copyOf(without);
    this.dist = dist;
    this.home = home;
    this.terminal = terminal;
    this.json = json;
    this.forgetting =
        etcdData ? EtcdFiles.of(file, EtcdFiles.home(), Instant.now()) : Optional.empty();
  }

  /// @return the exit code
  public int run() {
    List<String> nodes = NewOrUpdate.left(file, without);
    Fleet fleet = new Fleet(8);
    ProgressNoted progress = NewOrUpdate.progress(terminal, json, nodes);
    try (Hosts hosts = new Hosts(file, Payload.of(dist), fleet, progress, InstantSource.system())) {
      if (forgetting.isEmpty()) {
        hosts.connectOrLeaveOut(nodes);
      } else {
        hosts.connect(nodes); // who is left out would go on writing
      }
      Map<String, Seen> seen = hosts.hold(nodes);
      Optional<Forgetting> forget =
          forgetting.map(etcd -> Forgetting.of(hosts, workersFirst(nodes).getLast(), seen, etcd));
      forget.ifPresent(Forgetting::check);
      for (List<String> together : workersFirst(nodes)) {
        fleet.each(
            together,
            node -> {
              remove(hosts, node, seen);
              return true;
            });
      }
      forget.ifPresent(Forgetting::carryOut);
      fleet.each(
          nodes,
          node -> {
            hosts.link(node).removeUploads();
            return true;
          });
      forget();
      progress.end();
      if (!json) {
        terminal.line(
            "cluster %s is removed from %s; packages and Docker stay%s"
                .formatted(file.cluster(), NewOrUpdate.hosts(nodes.size()), staying()));
      }
      return 0;
    } catch (NodeFailure failure) {
      progress.end();
      throw NewOrUpdate.ended(failure, progress);
    }
  }

  private String staying() {
    boolean stays = file.members().isEmpty() && forgetting.isEmpty();
    return stays
        ? ", and so does what etcd holds below %1$s (to delete it: etcdctl del --prefix %1$s)"
            .formatted(new EtcdKeys(file.cluster()).root())
        : "";
  }

  private List<List<String>> workersFirst(List<String> nodes) {
    List<String> workers = new ArrayList<>(nodes);
    workers.removeIf(node -> file.node(new NodeName(node)).role() == Role.HEAD);
    List<String> heads = new ArrayList<>(nodes);
    heads.removeAll(workers);
    return List.of(workers, heads);
  }

  private static void remove(Hosts hosts, String node, Map<String, Seen> seen) {
    Optional<Owner> owner = Optional.ofNullable(seen.get(node)).flatMap(Seen::owner);
    owner.ifPresentOrElse(
        found ->
            hosts.step(
                node,
                "remove",
                "agent, containers, files",
                () ->
                    hosts
                        .link(node)
                        .run(hosts.requests(node, found.id()).removeNode(), line -> {})),
        () -> hosts.step(node, "remove", "nothing is there", () -> {}));
  }

  /// This machine's credentials for it.
  private void forget() {
    home.forget(file.cluster().text());
    Home.delete(home.cluster(file.cluster().text()));
  }
}
