package io.nokube.launcher.cluster;

import io.nokube.launcher.Home;
import io.nokube.launcher.Terminal;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Takes a cluster off its hosts again: workers first, heads last, so that a run that was cut short
/// can be done again. Packages and the Docker engine stay: they are the machines'.
public final class Removal {
  private final ClusterFile file;
  private final List<String> without;
  private final Path dist;
  private final Home home;
  private final Terminal terminal;
  private final boolean json;

  public Removal(
      ClusterFile file,
      List<String> without,
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
  }

  /// @return the exit code
  public int run() {
    List<String> nodes = NewOrUpdate.left(file, without);
    Fleet fleet = new Fleet(8);
    ProgressNoted progress = NewOrUpdate.progress(terminal, json, nodes);
    try (Hosts hosts = new Hosts(file, Payload.of(dist), fleet, progress, InstantSource.system())) {
      hosts.connect(nodes);
      Map<String, Seen> seen = hosts.hold(nodes);
      for (List<String> together : workersFirst(nodes)) {
        fleet.each(
            together,
            node -> {
              remove(hosts, node, seen);
              return true;
            });
      }
      forget();
      progress.end();
      if (!json) {
        terminal.line(
            "cluster %s is removed from %s; packages and Docker stay"
                .formatted(file.cluster(), NewOrUpdate.hosts(nodes.size())));
      }
      return 0;
    } catch (NodeFailure failure) {
      progress.end();
      throw NewOrUpdate.ended(failure, progress);
    }
  }

  private List<List<String>> workersFirst(List<String> nodes) {
    List<String> workers = new ArrayList<>(nodes);
    workers.removeIf(node -> file.node(new NodeName(node)).role() == Role.HEAD);
    List<String> heads = new ArrayList<>(nodes);
    heads.removeAll(workers);
    return List.of(workers, heads);
  }

  private static void remove(Hosts hosts, String node, Map<String, Seen> seen) {
    Seen at = seen.get(node);
    if (at == null || at.owner().isEmpty()) {
      hosts.step(node, "remove", "nothing is there", () -> hosts.link(node).removeUploads());
      return;
    }
    hosts.step(
        node,
        "remove",
        "agent, containers, files",
        () -> {
          hosts
              .link(node)
              .run(hosts.requests(node, at.owner().get().id()).removeNode(), line -> {});
          hosts.link(node).removeUploads();
        });
  }

  /// This machine's credentials for it.
  private void forget() {
    if (Files.exists(home.credentials())
        && home.current().cluster().equals(file.cluster().text())) {
      Home.delete(home.credentials());
    }
    Home.delete(home.cluster(file.cluster().text()));
  }
}
