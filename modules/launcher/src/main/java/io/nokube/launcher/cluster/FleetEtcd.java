package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Terminal;
import io.nokube.launcher.backup.EtcdPlace;
import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.launcher.cluster.Seen.Owner;
import io.nokube.launcher.cluster.Seen.Peer;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.EtcdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// The etcd of a cluster of `nokube new-or-update`, reached by its members' hosts, or by a head's
/// if etcd is somebody else's.
public final class FleetEtcd implements EtcdPlace {
  private final ClusterFile file;
  private final List<String> asked;
  private final Fleet fleet = new Fleet(8);
  private final ProgressNoted progress;
  private final Hosts hosts;
  private final Map<String, Seen> seen;
  private final String run = UUID.randomUUID().toString();

  private FleetEtcd(ClusterFile file, List<String> asked, Path dist, Terminal terminal) {
    this.file = file;
    this.asked = asked;
    this.progress = NewOrUpdate.progress(terminal, false, asked);
    this.hosts = new Hosts(file, Payload.of(dist), fleet, progress, InstantSource.system());
    this.seen =
        told(() -> {
          hosts.connect(asked);
          return hosts.hold(asked);
        });
  }

  /// Every member's host is reached: one that came back later with what it had before would be no
  /// member any more.
  ///
  /// @throws CommandFailure if one can't be reached, or is held by another run
  public static FleetEtcd of(ClusterFile file, Path dist, Terminal terminal) {
    List<NodeName> nodes =
        file.members().isEmpty() ? List.of(file.heads().getFirst()) : file.members();
    return new FleetEtcd(file, nodes.stream().map(NodeName::text).toList(), dist, terminal);
  }

  private <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (NodeFailure failure) {
      progress.end();
      close();
      throw NewOrUpdate.ended(failure, progress);
    }
  }

  @Override
  public String cluster() {
    return file.cluster().text();
  }

  @Override
  public String id() {
    return seen.values().stream()
        .flatMap(each -> each.owner().stream())
        .map(Owner::id)
        .findFirst()
        .orElseThrow(() ->
            CommandFailure.failed(
                "no cluster lives on %s: make it first (nokube new-or-update)"
                    .formatted(String.join(", ", asked))));
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(file.nodes().keySet());
  }

  @Override
  public boolean endsPods() {
    return file.isolation().isPresent();
  }

  @Override
  public JsonNode snapshot(Path to) {
    check();
    String node = asked.getFirst();
    return told(() -> {
      HostLink link = hosts.link(node);
      String remote = link.room(run, "etcd.snapshot");
      JsonNode[] answer = {com.fasterxml.jackson.databind.node.MissingNode.getInstance()};
      hosts.step(
          node,
          "snapshot",
          "all that etcd holds",
          () -> answer[0] = link.run(requests(node).snapshot(endpoints(), remote), line -> {}));
      long size = answer[0].path("size").asLong();
      hosts.step(
          node,
          "fetch",
          size / 1_000_000 + " MB",
          () -> {
            link.fetch(remote, to, bytes -> progress.sent(node, bytes, size));
            link.unstage();
          });
      progress.end();
      return answer[0];
    });
  }

  @Override
  public void check() {
    if (file.members().isEmpty()) {
      throw CommandFailure.failed(
          "the etcd of cluster %s is external: whoever runs it backs it up and restores it (etcdctl snapshot save). After it was restored: nokube restore --accept-current"
              .formatted(file.cluster()));
    }
  }

  @Override
  public void restore(Path snapshot, String sha256) {
    FirstStart first = first();
    told(() -> {
      fleet.each(
          asked,
          node ->
              step(
                  node,
                  "snapshot",
                  "sent and unpacked",
                  () -> prepare(node, snapshot, sha256, first)));
      fleet.each(
          asked,
          node ->
              step(
                  node,
                  "etcd",
                  "stopped, and set to the snapshot",
                  () -> ask(node, requests(node).restoreMember(first))));
      fleet.each(
          asked, node -> step(node, "etcd", "started", () -> ask(node, start(node, first, false))));
      fleet.each(
          asked, node -> step(node, "etcd", "healthy", () -> ask(node, start(node, first, true))));
      return true;
    });
  }

  private FirstStart first() {
    List<Peer> peers =
        asked.stream()
            .map(node -> new Peer(node, EtcdWork.peerUrl(file, new NodeName(node))))
            .toList();
    return new FirstStart("new", "restored-" + run, peers);
  }

  private void prepare(String node, Path snapshot, String sha256, FirstStart first) {
    HostLink link = hosts.link(node);
    try {
      long size = Files.size(snapshot);
      String staged = link.stage(run, snapshot, sent -> progress.sent(node, sent, size));
      ask(node, requests(node).prepareRestore(staged, sha256, first));
      link.unstage();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + snapshot + ": " + e.getMessage());
    }
  }

  private ObjectNode start(String node, FirstStart first, boolean awaitHealth) {
    return requests(node).startEtcd(NewOrUpdate.ETCD_IMAGE, first, awaitHealth);
  }

  private boolean step(String node, String step, String about, Runnable work) {
    hosts.step(node, step, about, work);
    return true;
  }

  private void ask(String node, ObjectNode request) {
    hosts.link(node).run(request, line -> {});
  }

  @Override
  public long raiseEpoch(long to) {
    String node = asked.getFirst();
    return told(() -> {
      long[] revision = {0};
      hosts.step(
          node,
          "epoch",
          "raised",
          () ->
              revision[0] =
                  hosts
                      .link(node)
                      .run(requests(node).raiseEpoch(endpoints(), to), line -> {})
                      .path("revision")
                      .asLong());
      return revision[0];
    });
  }

  @Override
  public void endRestore() {
    told(() -> {
      fleet.each(
          file.members().isEmpty() ? List.of() : asked,
          name -> step(name, "restore", "ended", () -> ask(name, requests(name).endRestore())));
      progress.end();
      return true;
    });
  }

  private List<String> endpoints() {
    return switch (file.etcd().source()) {
      case EtcdSource.Members members -> EtcdWork.endpoints(file, asked);
      case EtcdSource.External external ->
          external.endpoints().stream().map(Object::toString).toList();
    };
  }

  private Requests requests(String node) {
    return hosts.requests(node, id());
  }

  @Override
  public void close() {
    hosts.close();
  }
}
