package io.nokube.agent.isolation;

import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.isolation.StillBound;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.PodEngine;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// An engine that starts nothing while the node is isolated, and afterwards only for pods that a
/// linearizable read shows to be bound here still: what the agent knew before may be outdated.
public final class GuardedEngine implements PodEngine {
  private final PodEngine engine;
  private final IsolationGuard guard;
  private final ObjectStore store;

  private final Map<OwnershipPath, Bound> bound = new ConcurrentHashMap<>();

  /// A pod that was read to be bound here, in which epoch.
  private record Bound(Uid uid, int epoch) {}

  public GuardedEngine(PodEngine engine, IsolationGuard guard, ObjectStore store) {
    this.engine = engine;
    this.guard = guard;
    this.store = store;
  }

  @Override
  public Outcome startSandbox(SandboxPlan plan) {
    return started(plan.pod(), () -> engine.startSandbox(plan));
  }

  @Override
  public Outcome start(ContainerPlan plan) {
    return started(plan.pod(), () -> engine.start(plan));
  }

  private Outcome started(PodIdentity pod, Supplier<Outcome> start) {
    Optional<Integer> epoch = guard.epoch();
    if (epoch.isEmpty()) {
      return refused("this node is cut off from etcd, and on_isolation is stop");
    }
    Bound now = new Bound(pod.uid(), epoch.get());
    if (!now.equals(bound.get(pod.path()))) {
      Optional<String> why = StillBound.whyNot(pod, store.get(StillBound.key(pod)));
      if (why.isPresent()) {
        return refused(why.get());
      }
      if (!guard.epoch().equals(epoch)) {
        return refused("this node was cut off from etcd a moment ago");
      }
      bound.put(pod.path(), now);
    }
    return start.get();
  }

  private static Outcome refused(String why) {
    return new Outcome.Refused("Unavailable", why);
  }

  @Override
  public Outcome find(OwnershipPath path) {
    return engine.find(path);
  }

  @Override
  public Outcome pull(ImagePlan image) {
    return engine.pull(image);
  }

  @Override
  public Outcome mount(OwnershipPath pod, List<VolumePlan> volumes, Optional<Long> fsGroup) {
    return engine.mount(pod, volumes, fsGroup);
  }

  @Override
  public Outcome stop(ContainerId container, Duration grace) {
    return engine.stop(container, grace);
  }

  @Override
  public Outcome remove(ContainerId container) {
    return engine.remove(container);
  }

  @Override
  public Outcome removeFolder(OwnershipPath pod) {
    bound.remove(pod);
    return engine.removeFolder(pod);
  }

  @Override
  public Outcome ask(Duration within) {
    return engine.ask(within);
  }

  @Override
  public void onEvent(Consumer<EngineEvent> listener) {
    engine.onEvent(listener);
  }

  @Override
  public Logs logs(LogRequest request) {
    return engine.logs(request);
  }
}
