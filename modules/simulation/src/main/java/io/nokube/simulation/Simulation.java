package io.nokube.simulation;

import io.nokube.actor.Kind;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.Quantity;
import io.nokube.simulation.check.Calm;
import io.nokube.simulation.check.Cluster;
import io.nokube.simulation.check.Findings;
import io.nokube.simulation.check.Ledger;
import io.nokube.simulation.check.Running;
import io.nokube.simulation.check.Takeovers;
import io.nokube.simulation.check.Writes;
import io.nokube.simulation.net.Network;
import io.nokube.simulation.node.Agent;
import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.node.World;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.store.Session.Answer;
import io.nokube.simulation.story.Happening;
import io.nokube.simulation.story.History;
import io.nokube.simulation.story.What;
import io.nokube.simulation.story.Workload;
import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One history, lived through once.
public final class Simulation implements World, Cluster {
  /// What only heads host.
  private static final Set<String> OF_HEADS =
      Set.of("kubecontroller", "placement", "deployment", "daemonset");

  private static final long LOOK = 500_000;
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(30);
  private static final int CALM_LOOKS = 4;
  private static final long AT_MOST = 20_000_000;
  private static final Fence USER = new Fence.User();

  private final History history;
  private final Timing timing;
  private final Decisions decisions;
  private final Timeline time = new Timeline();
  private final Network network;
  private final Etcd etcd;
  private final Map<NodeName, Host> hosts = new LinkedHashMap<>();
  private final Findings findings = new Findings(time);
  private final Takeovers takeovers = new Takeovers(this, findings);
  private final Writes writes = new Writes(this, findings, takeovers);
  private final Running running = new Running(this, findings, takeovers);
  private final Calm calm = new Calm(this, writes);
  private final Ledger ledger = new Ledger(findings);
  private int calmLooks;

  public Simulation(History history, Timing timing, Decisions decisions, Collection<Kind> kinds) {
    this.history = history;
    this.timing = timing;
    this.decisions = decisions;
    this.network = new Network(time, Chance.of(history.seed(), "network"));
    this.etcd =
        new Etcd(
            time,
            network,
            Chance.of(history.seed(), "store"),
            timing.ttl(),
            decisions.fencing(),
            writes);
    for (int i = 1; i <= history.shape().nodes(); i++) {
      boolean head = i <= history.shape().heads();
      Map<String, Kind> hosted = new LinkedHashMap<>();
      for (Kind kind : kinds) {
        if (head || !OF_HEADS.contains(kind.word())) {
          hosted.put(kind.word(), decisions.kind(kind));
        }
      }
      NodeName name = new NodeName("n" + i);
      hosts.put(
          name,
          new Host(
              name,
              head,
              hosted,
              allocatable(),
              this,
              Chance.of(history.seed(), name.text()),
              running));
    }
  }

  private Map<String, Quantity> allocatable() {
    return Map.of(
        "cpu", Quantity.ofMilli(history.shape().milliCpuPerNode()),
        "memory", new Quantity("64Gi"),
        "pods", Quantity.of(1000));
  }

  /// Lives through it, until all is calm again or something does not hold.
  public Report run() {
    begin();
    for (Happening one : history.happenings()) {
      time.after(one.at(), () -> happen(one.what()));
    }
    time.after(LOOK, this::look);
    long calmFrom = Timeline.micros(history.calmFrom());
    Duration patience =
        SETTLES_WITHIN.plus(
            Optional.ofNullable(timing.kinds().get("backoff_most")).orElse(Duration.ZERO));
    long until = calmFrom + Timeline.micros(patience);
    while (findings.first().isEmpty() && calmLooks < CALM_LOOKS && time.next(until)) {
      if (time.happened() > AT_MOST) {
        findings.found("no rest", "more than " + AT_MOST + " things happen");
      }
    }
    if (findings.first().isEmpty() && calmLooks < CALM_LOOKS) {
      findings.found("not settled", String.join("; ", calm.missing().stream().limit(6).toList()));
    }
    if (findings.first().isEmpty()) {
      calm.check(ledger);
    }
    return new Report(
        history,
        findings.first(),
        findings.fingerprint(),
        Duration.ofNanos(time.now() * 1000),
        time.happened(),
        writes.binds());
  }

  /// Lets so much time pass, and judges nothing but what happens.
  void pass(Duration span) {
    long until = time.now() + Timeline.micros(span);
    while (time.next(until)) {
      // Until nothing is due any more.
    }
  }

  void begin() {
    etcd.create(Workload.namespace(), USER);
    etcd.create(Workload.configMap(1), USER);
    hosts.values().forEach(Host::startAgent);
  }

  private void look() {
    running.look();
    boolean quiet = time.now() > Timeline.micros(history.calmFrom()) + LOOK;
    calmLooks = quiet && calm.missing().isEmpty() ? calmLooks + 1 : 0;
    time.after(LOOK, this::look);
  }

  // --- what happens ----------------------------------------------------------------------------

  void happen(What what) {
    switch (what) {
      case What.Apply(var object, var head) ->
          use(what, head, object.key(), store -> apply(store, object), false);
      case What.Delete(var key, var head) ->
          use(what, head, key, store -> store.delete(key, Uid.NONE, Optional.empty(), USER), true);
      case What.KillAgent(var node, var lasts) ->
          spell(host(node), lasts, Host::killAgent, Host::startAgent);
      case What.PauseAgent(var node, var lasts) -> {
        Optional<Agent> paused = host(node).agent();
        paused.ifPresent(_ -> host(node).pauseAgent());
        time.after(
            lasts,
            () -> paused.filter(it -> !it.isGone()).ifPresent(_ -> host(node).resumeAgent()));
      }
      case What.KillHost(var node, var lasts) ->
          spell(host(node), lasts, Host::switchOff, Host::switchOn);
      case What.Isolate(var node, var lasts) -> {
        List<String> others = new ArrayList<>(List.of(Network.STORE));
        hosts.keySet().stream()
            .filter(it -> !it.equals(host(node).name()))
            .forEach(it -> others.add(it.text()));
        others.forEach(other -> cut(name(node), other, lasts));
        others.forEach(other -> cut(other, name(node), lasts));
      }
      case What.CutFromStore(var node, var lasts) -> {
        cut(name(node), Network.STORE, lasts);
        cut(Network.STORE, name(node), lasts);
      }
      case What.HalfCutFromStore(var node, var hears, var lasts) -> {
        if (hears) {
          cut(name(node), Network.STORE, lasts);
        } else {
          cut(Network.STORE, name(node), lasts);
        }
      }
      case What.CutBus(var from, var to, var lasts) -> cut(name(from), name(to), lasts);
      case What.StoreDown(var lasts) -> spell(etcd, lasts, Etcd::goDown, Etcd::comeUp);
      case What.NewLeader(var lasts) -> spell(etcd, lasts, Etcd::goDown, Etcd::comeUp);
      case What.BadNetwork(var lost, var twice, var lasts) ->
          spell(network, lasts, it -> it.bad(lost, twice), it -> it.bad(0, 0));
      case What.SlowNode(var node, var times, var lasts) ->
          spell(host(node), lasts, it -> slow(it, times), it -> slow(it, 1));
      case What.EngineDown(var node, var lasts) ->
          spell(host(node), lasts, it -> it.engine().goDown(), it -> it.engine().comeUp());
      case What.CrashContainer(var node, var which) ->
          container(node, which).ifPresent(it -> host(node).engine().crash(it, 1));
      case What.CrashLoop(var node, var which, var lasts) ->
          container(node, which)
              .ifPresent(it -> {
                host(node).engine().doom(it.path(), lasts);
                host(node).engine().crash(it, 1);
              });
      case What.DropPod(var which) -> {
        List<KubeObject> owned =
            etcd.all(ResourceType.POD).stream()
                .filter(it -> it.metadata().controller().isPresent())
                .toList();
        if (!owned.isEmpty()) {
          etcd.remove(owned.get(which % owned.size()).key(), Uid.NONE, USER);
        }
      }
      case What.DropRecord(var which) -> {
        List<Seen> records = List.copyOf(etcd.records());
        if (!records.isEmpty()) {
          remove(records.get(which % records.size()).record().path());
        }
      }
      case What.DropAgain(var which, var lasts) -> {
        List<Seen> records = List.copyOf(etcd.records());
        if (!records.isEmpty()) {
          OwnershipPath path = records.get(which % records.size()).record().path();
          dropAgain(path, time.now() + Timeline.micros(lasts));
        }
      }
      case What.JumpClock(var node, var millis) -> host(node).jumpClock(millis);
    }
  }

  private interface Turn<T> {
    void of(T thing);
  }

  private <T> void spell(T thing, Duration lasts, Turn<T> begins, Turn<T> ends) {
    begins.of(thing);
    time.after(lasts, () -> ends.of(thing));
  }

  private void slow(Host host, int times) {
    host.slow(times);
    network.slow(host.name().text(), Math.max(1, times / 10));
  }

  private void cut(String from, String to, Duration lasts) {
    if (!from.equals(to)) {
      network.cut(from, to);
      time.after(lasts, () -> network.mend(from, to));
    }
  }

  /// Not while its claim is on its way: who removes it then is not noticed before the next write.
  private void dropAgain(OwnershipPath path, long until) {
    boolean known =
        hosts.values().stream()
            .flatMap(host -> host.agent().stream())
            .flatMap(agent -> agent.lives().stream())
            .filter(life -> life.path().equals(path))
            .anyMatch(life ->
                life.incarnation().isPresent()
                    && life.incarnation().equals(etcd.holder(path).map(Seen::incarnation)));
    if (known) {
      remove(path);
    }
    if (time.now() + LOOK <= until) {
      time.after(LOOK, () -> dropAgain(path, until));
    }
  }

  private void remove(OwnershipPath path) {
    takeovers.removed(path);
    running.removed(path);
    etcd.remove(path);
  }

  private Optional<SeenContainer> container(int node, int which) {
    List<SeenContainer> all = host(node).engine().running();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(which % all.size()));
  }

  /// A user asks a head's API.
  private void use(
      What what, int head, ObjectKey key, Function<Etcd, Write> request, boolean deletes) {
    Ledger.Entry entry = ledger.open(what.toString());
    Optional<Agent> agent = host(head).agent();
    if (agent.isEmpty()) {
      ledger.told(entry, new Answer.NotSent<>("nobody listens there"));
      return;
    }
    agent
        .get()
        .session()
        .<Write>ask(
            store -> {
              Write write = request.apply(store);
              ledger.did(entry, key, write, deletes);
              return write;
            },
            answer -> ledger.told(entry, answer));
  }

  private static Write apply(Etcd store, KubeObject object) {
    Optional<KubeObject> there = store.get(object.key());
    if (there.isEmpty()) {
      return store.create(object, USER);
    }
    // A pod is made once: nothing of it can be changed.
    return object instanceof Pod
        ? new Write.Refused(Write.Reason.ALREADY_EXISTS, object.key() + " already exists")
        : store.update(
            object.withMetadata(object.metadata().withResourceVersion(Revision.NONE)), USER);
  }

  // --- what there is ---------------------------------------------------------------------------

  private String name(int node) {
    return host(node).name().text();
  }

  private Host host(int node) {
    return host(new NodeName("n" + node));
  }

  @Override
  public Host host(NodeName name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
  }

  @Override
  public Collection<Host> hosts() {
    return hosts.values();
  }

  @Override
  public Timeline time() {
    return time;
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Etcd etcd() {
    return etcd;
  }

  @Override
  public Timing timing() {
    return timing;
  }

  @Override
  public Decisions decisions() {
    return decisions;
  }

  @Override
  public Optional<Agent> agent(NodeName node) {
    return host(node).agent();
  }

  @Override
  public void threw(OwnershipPath path, RuntimeException unforeseen) {
    StackTraceElement[] trace = unforeseen.getStackTrace();
    findings.found("threw", path + ": " + unforeseen + (trace.length > 0 ? " " + trace[0] : ""));
  }
}
