package io.nokube.kinds.agent;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.Observe;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Interest;
import io.nokube.actor.Message;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.kinds.agent.Tenant.Stage;
import io.nokube.kinds.pod.PodMessage;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns signals into what [Tenancy], [OwnNode] and [Strays] decide.
final class AgentBehavior implements Behavior<AgentLife> {
  /// Wakes one that could not create its Node.
  private static final String NODE = "node";

  /// Wakes one that could not remove what it had rejected.
  private static final String SETTLE = "settle";

  /// Wakes one that is to ask its engine.
  private static final String ENGINE = "engine";

  private final Self self;

  AgentBehavior(Self self) {
    this.self = self;
  }

  @Override
  public Step<AgentLife> start(Moment moment) {
    return Step.to(
        AgentLife.NEW, new Observe(self.bindings()), new Observe(self.ownNode()), self.askEngine());
  }

  @Override
  public Step<AgentLife> on(AgentLife life, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Observed observed -> observed(life, observed, moment);
      case Signal.ChildClosed closed ->
          Tenancy.closed(self, life, closed.child(), closed.failure(), moment);
      case Signal.ChildPolled polled -> polled(life, polled.child(), polled.polled());
      case Signal.Told told -> told(life, told.from(), told.message());
      case Signal.Woken woken -> woken(life, woken.tag());
      case Signal.Performed performed ->
          isFenced(performed.outcome())
              ? Step.to(life, new End())
              : performed(life, performed.action(), performed.outcome(), moment);
      case Signal.ParentPolled polled -> Step.to(life);
      case Signal.Engine engine -> Step.to(life);
    };
  }

  private static boolean isFenced(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused && refused.reason().equals("Fenced");
  }

  private Step<AgentLife> observed(AgentLife life, Signal.Observed observed, Moment moment) {
    if (observed.interest().equals(self.ownNode())) {
      return node(life, observed.changes(), moment);
    }
    return switch (observed.interest()) {
      case Interest.BoundTo bound -> bindings(life, observed);
      case Interest.One one -> read(life, one.key(), observed.changes());
      case Interest.OfType type -> Step.to(life);
    };
  }

  private Step<AgentLife> bindings(AgentLife life, Signal.Observed observed) {
    Map<ObjectKey, Pod> bindings = new HashMap<>(observed.complete() ? Map.of() : life.bindings());
    Set<Uid> fresh = new HashSet<>();
    for (Change change : observed.changes()) {
      switch (change) {
        case Change.Put put -> {
          if (put.object() instanceof Pod pod) {
            bindings.put(pod.key(), pod);
            if (put.created()) {
              fresh.add(pod.metadata().uid());
            }
          }
        }
        case Change.Removed removed -> bindings.remove(removed.key());
      }
    }
    boolean first = observed.complete() && !life.complete();
    Step<AgentLife> settled =
        Tenancy.settle(self, life.bound(bindings, life.complete() || observed.complete()), fresh);
    return first ? settled.and(Strays.look()) : settled;
  }

  private Step<AgentLife> read(AgentLife life, ObjectKey key, List<Change> changes) {
    Optional<Map.Entry<OwnershipPath, Tenant>> reading =
        life.tenants().entrySet().stream()
            .filter(it -> it.getValue().stage() == Stage.READING)
            .filter(it -> it.getValue().pod().key().equals(key))
            .findFirst();
    if (reading.isEmpty() || changes.isEmpty()) {
      return Step.to(life);
    }
    Optional<Pod> object =
        switch (changes.getLast()) {
          case Change.Put put ->
              put.object() instanceof Pod pod ? Optional.of(pod) : Optional.empty();
          case Change.Removed removed -> Optional.empty();
        };
    return Tenancy.read(self, life, reading.get().getKey(), reading.get().getValue(), object);
  }

  private Step<AgentLife> node(AgentLife life, List<Change> changes, Moment moment) {
    if (changes.isEmpty()) {
      return Step.to(life);
    }
    return switch (changes.getLast()) {
      case Change.Removed removed -> Step.to(life.withoutNode(), create());
      case Change.Put put ->
          put.object() instanceof Node node ? known(life, node, moment) : Step.to(life);
    };
  }

  private Effect create() {
    return new Perform(new Action.Create(self.composed()));
  }

  private Step<AgentLife> known(AgentLife life, Node node, Moment moment) {
    return OwnNode.say(self, life.with(node), moment.now())
        .and(
            OwnNode.configured(self.composed(), node).stream()
                .map(it -> new Perform(new Action.Update(it)))
                .toList());
  }

  private Step<AgentLife> polled(AgentLife life, OwnershipPath child, Polled polled) {
    return switch (polled) {
      case Polled.Alive alive -> Step.to(life, Tenancy.remind(self, life, child));
      case Polled.Unknown unknown -> Step.to(life);
      case Polled.Gone gone ->
          life.tenant(child)
              .filter(it -> it.stage() == Stage.LIVING)
              .map(it -> Tenancy.respawn(life, child, it))
              .orElse(Step.to(life));
    };
  }

  private Step<AgentLife> told(AgentLife life, OwnershipPath from, Message message) {
    return switch (message) {
      case PodMessage.Here here -> Step.to(life, Tenancy.heard(self, life, from, here.pod()));
      case PodMessage.Finished finished ->
          life.tenant(from)
              .filter(it -> it.uid().equals(finished.pod()))
              .map(it -> Step.to(life.with(from, it.inFinished())))
              .orElse(Step.to(life));
      default -> Step.to(life);
    };
  }

  private Step<AgentLife> woken(AgentLife life, String tag) {
    if (tag.startsWith(Tenancy.RESPAWN)) {
      OwnershipPath path = new OwnershipPath(tag.substring(Tenancy.RESPAWN.length()));
      return life.tenant(path)
          .filter(it -> it.stage() == Stage.FALLEN)
          .map(it -> Tenancy.respawn(life, path, it))
          .orElse(Step.to(life));
    }
    return switch (tag) {
      case Strays.LOOK -> Step.to(life, Strays.look());
      case SETTLE -> Tenancy.settle(self, life, Set.of());
      case ENGINE -> Step.to(life, self.askEngine());
      case NODE -> life.node().isPresent() ? Step.to(life) : Step.to(life, create());
      default -> Step.to(life);
    };
  }

  private Step<AgentLife> performed(AgentLife life, Action action, Outcome outcome, Moment moment) {
    boolean done = outcome instanceof Outcome.Done;
    return switch (action) {
      case Action.Find it ->
          outcome instanceof Outcome.Done(Result.Containers(List<SeenContainer> seen))
              ? Strays.found(self, life, seen)
              : lookLater(life);
      case Action.Stop it ->
          done
              ? Step.to(life, new Perform(new Action.RemoveContainer(it.container())))
              : lookLater(life);
      case Action.RemoveContainer it -> done ? Strays.gone(life, it.container()) : lookLater(life);
      case Action.Create it ->
          done || life.node().isPresent()
              ? Step.to(life)
              : Step.to(life, new WakeAfter(self.tryAgain(), NODE));
      case Action.Remove it -> removed(life, outcome);
      case Action.Update it -> Step.to(life);
      case Action.Delete it -> Step.to(life);
      case Action.Evict it -> Step.to(life);
      case Action.Pull it -> Step.to(life);
      case Action.Mount it -> Step.to(life);
      case Action.StartSandbox it -> Step.to(life);
      case Action.Start it -> Step.to(life);
      case Action.RemoveFolder it -> Step.to(life);
      case Action.AskEngine it -> asked(life, outcome, moment);
    };
  }

  private Step<AgentLife> asked(AgentLife life, Outcome outcome, Moment moment) {
    Duration wait = outcome instanceof Outcome.Done ? self.askEngineEvery() : self.tryAgain();
    return OwnNode.say(self, life.with(life.engine().after(outcome)), moment.now())
        .and(new WakeAfter(wait, ENGINE))
        .and(
            outcome instanceof Outcome.Done(Result.Engine(String version, Set<Uid> pods))
                ? Strays.lookIfAny(life, pods)
                : List.of());
  }

  private Step<AgentLife> lookLater(AgentLife life) {
    return Step.to(life, new WakeAfter(self.tryAgain(), Strays.LOOK));
  }

  /// A rejected pod that could not be removed is tried again.
  private Step<AgentLife> removed(AgentLife life, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> Step.to(life);
      case Outcome.Unknown unknown -> settleLater(life);
      case Outcome.Refused refused ->
          refused.reason().equals("NotFound") || refused.reason().equals("Conflict")
              ? Step.to(life)
              : settleLater(life);
    };
  }

  private Step<AgentLife> settleLater(AgentLife life) {
    return Step.to(life, new WakeAfter(self.tryAgain(), SETTLE));
  }
}
