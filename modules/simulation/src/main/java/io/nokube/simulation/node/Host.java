package io.nokube.simulation.node;

import io.nokube.actor.Kind;
import io.nokube.model.NodeName;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeAddress;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.Quantity;
import io.nokube.simulation.engine.Engine;
import io.nokube.simulation.engine.EngineWitness;
import io.nokube.simulation.time.Chance;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One machine: its clock, its engine, and the agent process on it, if one runs.
public final class Host {
  private final NodeName name;
  private final boolean head;
  private final Map<String, Kind> kinds;
  private final Map<String, Quantity> allocatable;
  private final World world;
  private final Chance chance;
  private final Engine engine;
  private Optional<Agent> agent = Optional.empty();
  private long skewMillis;
  private int slowness = 1;
  private boolean on = true;

  /// What agents left in memory, for as long as the host is on.
  private Optional<String> left = Optional.empty();

  private int boots;

  /// @param kinds those that the node hosts, by their words
  public Host(
      NodeName name,
      boolean head,
      Map<String, Kind> kinds,
      Map<String, Quantity> allocatable,
      World world,
      Chance chance,
      EngineWitness witness) {
    this.name = name;
    this.head = head;
    this.kinds = kinds;
    this.allocatable = allocatable;
    this.world = world;
    this.chance = chance;
    this.engine = new Engine(name, world.time(), chance, clock(), witness);
  }

  public NodeName name() {
    return name;
  }

  public boolean isHead() {
    return head;
  }

  Optional<Kind> kind(String word) {
    return Optional.ofNullable(kinds.get(word));
  }

  public Engine engine() {
    return engine;
  }

  public Optional<Agent> agent() {
    return agent;
  }

  public boolean isOn() {
    return on;
  }

  Optional<String> left() {
    return left;
  }

  void leave(String text) {
    left = Optional.of(text);
  }

  String boot() {
    return "boot-" + boots;
  }

  Chance chance() {
    return chance;
  }

  int slowness() {
    return slowness;
  }

  /// What its clock shows.
  public InstantSource clock() {
    return () -> world.time().instant().plusMillis(skewMillis);
  }

  // --- what befalls it -------------------------------------------------------------------------

  public void jumpClock(long millis) {
    skewMillis += millis;
  }

  public void slow(int times) {
    slowness = times;
  }

  public void startAgent() {
    if (on && agent.isEmpty()) {
      Agent fresh = new Agent(this, world);
      agent = Optional.of(fresh);
      fresh.start();
    }
  }

  /// Its containers run on.
  public void killAgent() {
    agent.ifPresent(Agent::kill);
    agent = Optional.empty();
  }

  /// A process that ends by itself is started again by the engine.
  void agentGivesUp(Agent self) {
    if (agent.filter(self::equals).isPresent()) {
      killAgent();
      world.time().after(world.timing().retry(), this::startAgent);
    }
  }

  public void pauseAgent() {
    agent.ifPresent(Agent::pause);
  }

  public void resumeAgent() {
    agent.ifPresent(Agent::resume);
  }

  public void switchOff() {
    killAgent();
    on = false;
    left = Optional.empty();
    boots++;
    engine.switchOff();
  }

  public void switchOn() {
    on = true;
    startAgent();
  }

  /// The Node object as the machine and its configuration make it.
  public Node composed() {
    return new Node(
        ObjectMeta.named("", name.text()).withLabels(Map.of("kubernetes.io/hostname", name.text())),
        new NodeSpec(false, List.of()),
        new NodeStatus(
            allocatable,
            allocatable,
            List.of(),
            List.of(new NodeAddress("InternalIP", "10.0.0.1")),
            NodeSystemInfo.UNKNOWN));
  }
}
