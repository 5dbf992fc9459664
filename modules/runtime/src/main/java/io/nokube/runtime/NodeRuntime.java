package io.nokube.runtime;

import io.nokube.actor.port.NodeLogs;
import io.nokube.actor.verdict.Answer;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.logs.BusLogs;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The actors of one node: runs behaviours as verticles over the bus, and reaches the world for
/// them. One per agent process (tests may have several in one).
public final class NodeRuntime implements AutoCloseable {
  private final ActorHost host;
  private final Roots roots;
  private final Ears ears;
  private final Watchdog watchdog;
  private final NodeLogs logs;
  private final Roll roll;

  private NodeRuntime(ActorHost host, Bus bus, Consumer<String> stuck) {
    this.host = host;
    this.roots = new Roots(host, stuck);
    this.logs = new BusLogs(host.node(), host.ports().engine(), bus);
    this.roll = new Roll(host, bus);
    this.ears = Ears.open(bus, host);
    host.rollCall().start();
    this.watchdog = new Watchdog(host, stuck);
  }

  /// Begins to host actors. Blocks until other nodes can reach this one.
  ///
  /// @param kinds the kinds that this node hosts
  /// @param stuck told what is stuck, if event loops or virtual threads run nothing any more, or a
  ///   root failed too often: the process must end itself, its successor adopts
  /// @throws IllegalStateException if the bus doesn't register this node's addresses in time
  public static NodeRuntime start(
      Vertx vertx,
      NodeName node,
      Ports ports,
      RuntimeSettings settings,
      List<HostedKind> kinds,
      Consumer<String> stuck) {
    Bus bus = new Bus(vertx, settings.busTimeout());
    ActorHost host =
        new ActorHost(
            vertx,
            node,
            ports,
            settings,
            kinds.stream()
                .collect(Collectors.toMap(kind -> kind.kind().word(), Function.identity())),
            bus);
    ports.engine().onEvent(host::engine);
    ports.liveness().onLeaseLost(host.custody()::leaseLost);
    return new NodeRuntime(host, bus, stuck);
  }

  /// Runs an actor that no other actor spawns, such as `agent-<node>`: waits for its record if
  /// another process still holds it, and restarts it with backoff if it fails.
  ///
  /// @throws IllegalArgumentException if this node hosts no such kind
  public void spawn(OwnershipPath path, Optional<KubeObject> subject) {
    roots.add(path, subject);
  }

  /// Stands for election: the actor runs here whenever this node comes to hold its record.
  ///
  /// @throws IllegalArgumentException if this node hosts no such kind
  public void candidate(OwnershipPath path) {
    roots.add(path, Optional.empty());
  }

  /// Whether another node answers that its agent runs; blocks until then, or until it is late.
  public boolean hears(NodeName other) throws InterruptedException {
    Roll.Place agent = new Roll.Place(OwnershipPath.agent(other), other);
    try {
      return roll.call(Set.of(agent)).toCompletionStage().toCompletableFuture().get().get(agent)
          instanceof Answer.Running;
    } catch (ExecutionException unforeseen) {
      throw new IllegalStateException("asking node " + other, unforeseen);
    }
  }

  /// Logs of containers on any node.
  public NodeLogs logs() {
    return logs;
  }

  /// What runs here now, in the order of the paths.
  public List<HostedActor> actors() {
    return host.lives().stream()
        .filter(life -> !life.isClosing())
        .map(life ->
            new HostedActor(life.path(), life.holding().incarnation().filter(_ -> life.isAlive())))
        .sorted(Comparator.comparing(HostedActor::path))
        .toList();
  }

  /// Lets all actors go as they are, their containers running. Blocks until their records are given
  /// back, or for as long as the settings allow.
  @Override
  public void close() {
    watchdog.close();
    host.rollCall().close();
    ears.close();
    host.stop();
  }
}
