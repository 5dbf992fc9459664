package io.nokube.simulation.node;

import io.nokube.actor.Action;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.isolation.Guard;
import io.nokube.actor.isolation.Renewals;
import io.nokube.actor.isolation.StillBound;
import io.nokube.actor.isolation.Times;
import io.nokube.actor.isolation.Times.Duty;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// `on_isolation: stop`: ends what runs on a node that is cut off, and starts only what is bound to
/// it still. As `io.nokube.agent.isolation.IsolationGuard` and `GuardedEngine`.
final class Isolation {
  private final Agent agent;
  private final Host host;
  private final Timing.Isolation pace;
  private final Map<ContainerId, Asked> asked = new HashMap<>();
  private final Map<OwnershipPath, Bound> bound = new HashMap<>();
  private Guard<Long> guard;

  private enum Asked {
    TO_END,
    TO_DIE
  }

  private record Bound(Uid uid, int epoch) {}

  Isolation(Agent agent, Host host, Timing.Isolation pace) {
    this.agent = agent;
    this.host = host;
    this.pace = pace;
    Timing timing = agent.timing();
    Times times = Times.of(timing.ttl(), timing.evictAfter(), pace.stopGrace(), pace.killBudget());
    Optional<Renewals<Long>> left = host.left().flatMap(text -> Renewals.of(text, host.boot()));
    this.guard =
        Guard.begin(agent.decisions().isolation(times), left, agent.counter(), pace.firstContact());
  }

  void start() {
    agent.after(0, this::look);
  }

  // --- the guard -------------------------------------------------------------------------------

  private void look() {
    long now = agent.counter();
    guard = guard.judged(now);
    boolean done =
        switch (guard.due(now)) {
          case Duty.Serve _ -> {
            asked.clear();
            yield true;
          }
          case Duty.End(var grace) -> end(Asked.TO_END, grace);
          case Duty.Kill _ -> end(Asked.TO_DIE, Duration.ZERO);
        };
    if (done) {
      refresh();
    }
    agent.after(Timeline.micros(pace.lookEvery()), this::look);
  }

  private void refresh() {
    long before = guard.renewals().at();
    Optional<Incarnation> claimed = agent.life(agent.seat()).flatMap(Life::incarnation);
    guard =
        guard.seen(
            agent.counter(), agent.session().lease(), agent.session().sinceRenewed(), claimed);
    if (guard.renewals().at() != before) {
      host.leave(guard.renewals().text(host.boot()));
    }
  }

  /// @return whether the engine could be asked what runs
  private boolean end(Asked how, Duration grace) {
    if (!agent.engine().isUp()) {
      return false;
    }
    for (SeenContainer one : agent.engine().running()) {
      if ((how == Asked.TO_DIE || !one.sandbox()) && asked.put(one.id(), how) != how) {
        agent.engine().isolate(one.id(), grace, agent, _ -> asked.remove(one.id(), how));
      }
    }
    return true;
  }

  // --- the engine ------------------------------------------------------------------------------

  void perform(Action action, Consumer<Outcome> heard) {
    switch (action) {
      case Action.Start(var plan) -> started(plan.pod(), action, heard);
      case Action.StartSandbox(var plan) -> started(plan.pod(), action, heard);
      case Action.RemoveFolder(var pod) -> {
        bound.remove(pod);
        agent.engine().perform(action, agent, heard);
      }
      case Action.Find _,
          Action.Pull _,
          Action.Mount _,
          Action.Stop _,
          Action.RemoveContainer _,
          Action.AskEngine _,
          Action.Create _,
          Action.Update _,
          Action.Delete _,
          Action.Evict _,
          Action.Remove _ ->
          agent.engine().perform(action, agent, heard);
    }
  }

  private void started(PodIdentity pod, Action start, Consumer<Outcome> heard) {
    Optional<Integer> epoch = guard.epoch(agent.counter());
    if (epoch.isEmpty()) {
      refused("this node is cut off", heard);
      return;
    }
    Bound now = new Bound(pod.uid(), epoch.get());
    if (now.equals(bound.get(pod.path()))) {
      agent.engine().perform(start, agent, heard);
      return;
    }
    agent.readObject(
        StillBound.key(pod),
        read -> {
          Optional<String> why = StillBound.whyNot(pod, read);
          if (why.isPresent()) {
            refused(why.get(), heard);
          } else if (!guard.epoch(agent.counter()).equals(epoch)) {
            refused("this node was cut off a moment ago", heard);
          } else {
            bound.put(pod.path(), now);
            agent.engine().perform(start, agent, heard);
          }
        });
  }

  private void refused(String why, Consumer<Outcome> heard) {
    agent.after(0, () -> heard.accept(new Outcome.Refused("Unavailable", why)));
  }
}
