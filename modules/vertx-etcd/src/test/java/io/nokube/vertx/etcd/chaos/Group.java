package io.nokube.vertx.etcd.chaos;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.vertx.etcd.Glimpse;
import io.nokube.vertx.etcd.chaos.Registry.Finding;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A cluster of some nodes and the etcd it stands on, with the means to harm them. One thread owns
/// it.
final class Group implements AutoCloseable {

  private static final String PREFIX = "/chaos/";

  /// Every node listens on it from its start.
  static final String EVERYBODY = "everybody";

  /// One node, through all its lives.
  private static final class Node {
    private final String name;
    private final Place place;
    private Optional<Running> running = Optional.empty();

    private Node(String name, Place place) {
      this.name = name;
      this.place = place;
    }

    private Running process() {
      return running.orElseThrow(() -> new IllegalStateException(name + " doesn't run"));
    }
  }

  private final int number;
  private final Path logs;
  private final List<Node> nodes;
  private final EtcdProcess etcd;
  private final EtcdSession session;

  /// Starts one; `number` is its own, from 1 on.
  ///
  /// @param logs the folder where its nodes write their logs
  Group(int number, int size, Path logs) {
    this.number = number;
    this.logs = logs;
    this.etcd = EtcdProcess.at(Place.HUB);
    this.session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2)));
    this.nodes =
        IntStream.range(0, size)
            .mapToObj(i -> new Node("n" + (i + 1), Place.of(number, i + 1)))
            .toList();
    IntStream.range(0, size).forEach(this::launch);
    IntStream.range(0, size).forEach(this::settleIn);
  }

  int size() {
    return nodes.size();
  }

  String name(int node) {
    return nodes.get(node).name;
  }

  Running running(int node) {
    return nodes.get(node).process();
  }

  /// Whether its process runs.
  boolean alive(int node) {
    return nodes.get(node).running.filter(Running::alive).isPresent();
  }

  /// A finding with the node's name for its id, if it is that of a present life.
  Finding named(Finding finding) {
    var name =
        nodes.stream()
            .filter(node ->
                node.running.filter(r -> r.joined() && r.node().equals(finding.node())).isPresent())
            .map(node -> node.name)
            .findFirst()
            .orElse("a life that is over, " + finding.node());
    return new Finding(finding.kind(), finding.where(), finding.address(), name, finding.times());
  }

  /// What etcd has; empty if it can't be asked.
  Optional<Registry> inEtcd() {
    return switch (session.list(Span.prefix(PREFIX + "live/"))) {
      case Reading.Answer<List<KeyValue>>(var entries, var _) -> {
        var registry = Registry.empty();
        for (var entry : entries) {
          Glimpse.meaning(PREFIX, entry.key())
              .ifPresent(it -> registry.add(it.address(), it.node(), 1));
        }
        yield Optional.of(registry);
      }
      case Reading.Compacted<List<KeyValue>> _, Reading.Unavailable<List<KeyValue>> _ ->
          Optional.empty();
    };
  }

  /// Lets etcd forget all but the present.
  ///
  /// @return the revision
  long compact() {
    if (session.count(Span.prefix(PREFIX)) instanceof Reading.Answer<Long>(var _, var revision)
        && session.compact(revision) instanceof Reading.Answer<Long>) {
      return revision;
    }
    throw new IllegalStateException("compacting etcd at " + etcd.endpoint() + ": no answer");
  }

  void begin(Fault fault) {
    switch (fault) {
      case Fault.Killed(var node) -> running(node).kill();
      case Fault.Left(var node) -> {
        var _ = running(node).tell(new JsonObject().put("do", "leave"));
        if (!running(node).awaitEnd()) {
          throw new IllegalStateException(name(node) + " was asked to leave and still runs");
        }
      }
      case Fault.Paused(var node) -> running(node).signal("STOP");
      case Fault.CutFromEtcd(var node, var way) -> cutFromEtcd(node, way, true);
      case Fault.CutFromPeer(var node, var other, var way) -> cutFromPeer(node, other, way, true);
      case Fault.CutOff(var node) -> cutOff(node, true);
      case Fault.EtcdKilled() -> etcd.kill();
      case Fault.EtcdPaused() -> etcd.pause();
    }
  }

  /// Ends it; a node that was killed or left is launched, not awaited: see [#settleIn].
  void end(Fault fault) {
    switch (fault) {
      case Fault.Killed(var node) -> launch(node);
      case Fault.Left(var node) -> launch(node);
      case Fault.Paused(var node) -> running(node).signal("CONT");
      case Fault.CutFromEtcd(var node, var way) -> cutFromEtcd(node, way, false);
      case Fault.CutFromPeer(var node, var other, var way) -> cutFromPeer(node, other, way, false);
      case Fault.CutOff(var node) -> cutOff(node, false);
      case Fault.EtcdKilled() -> etcd.start();
      case Fault.EtcdPaused() -> etcd.resume();
    }
  }

  /// Waits until a launched node has joined, and lets it listen as all do.
  void settleIn(int node) {
    try {
      running(node).node();
      register(node, EVERYBODY).orTimeout(20, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      throw new IllegalStateException("%s did not join: %s".formatted(name(node), tail(node)), e);
    }
  }

  CompletableFuture<JsonObject> register(int node, String address) {
    return running(node).tell(new JsonObject().put("do", "register").put("address", address));
  }

  CompletableFuture<JsonObject> unregister(int node, String address) {
    return running(node).tell(new JsonObject().put("do", "unregister").put("address", address));
  }

  /// The last lines that a node logged.
  String tail(int node) {
    try {
      var lines = Files.readAllLines(log(node));
      return String.join("\n    ", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a node's log", e);
    }
  }

  @Override
  public void close() {
    session.abandon();
    for (var node : nodes) {
      node.running.ifPresent(Running::kill);
      node.place.close();
    }
    etcd.close();
  }

  private void launch(int node) {
    var place = nodes.get(node).place;
    var log = log(node);
    nodes.get(node).running =
        Optional.of(Running.start(place, Jvm.command(), etcd.endpoint().toString(), PREFIX, log));
  }

  private Path log(int node) {
    return logs.resolve("g%d%s.log".formatted(number, name(node)));
  }

  private void cutFromEtcd(int node, Fault.Way way, boolean cut) {
    var place = nodes.get(node).place;
    if (way != Fault.Way.BACK) {
      mute(place, cut);
    }
    if (way != Fault.Way.THERE) {
      deaf(place, Place.HUB, cut);
    }
  }

  private void cutFromPeer(int node, int other, Fault.Way way, boolean cut) {
    var here = nodes.get(node).place;
    var there = nodes.get(other).place;
    if (way != Fault.Way.BACK) {
      deaf(there, here.address(), cut);
    }
    if (way != Fault.Way.THERE) {
      deaf(here, there.address(), cut);
    }
  }

  private void cutOff(int node, boolean cut) {
    cutFromEtcd(node, Fault.Way.BOTH, cut);
    for (var other = 0; other < size(); other++) {
      if (other != node) {
        cutFromPeer(node, other, Fault.Way.BOTH, cut);
      }
    }
  }

  private static void mute(Place place, boolean cut) {
    if (cut) {
      place.mute();
    } else {
      place.speaks();
    }
  }

  private static void deaf(Place place, String to, boolean cut) {
    if (cut) {
      place.deaf(to);
    } else {
      place.hears(to);
    }
  }
}
