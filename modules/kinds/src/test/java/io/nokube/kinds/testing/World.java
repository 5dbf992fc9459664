package io.nokube.kinds.testing;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.meta.Condition;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A store of objects and some actors around it, on a time of its own. Everything the actors want
/// is done at once, in order, until nothing is left to do.
public final class World {
  private final Map<ObjectKey, KubeObject> objects = new LinkedHashMap<>();
  private final List<Hosted<?>> actors = new ArrayList<>();
  private final Deque<Runnable> todo = new ArrayDeque<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Random chance = new Random(7);
  private long revision = 100;
  private long uids;
  private Instant now = Things.T0;
  private Function<Action, Optional<Outcome>> interference = action -> Optional.empty();
  private boolean blind;
  private final Map<OwnershipPath, Hosted<?>> spawned = new LinkedHashMap<>();
  private Function<Effect.Spawn, Optional<Behavior<?>>> kinds = spawn -> Optional.empty();

  /// Adds an actor and lets it begin.
  public <S> Hosted<S> host(Behavior<S> behavior) {
    Hosted<S> hosted = new Hosted<>(behavior);
    actors.add(hosted);
    hosted.begin();
    settle();
    return hosted;
  }

  /// Stores an object as a user would.
  public World put(KubeObject... some) {
    for (KubeObject object : some) {
      store(object);
    }
    settle();
    return this;
  }

  public World remove(KubeObject object) {
    drop(object.key());
    settle();
    return this;
  }

  /// What actions come to, instead of being done; empty: they are done.
  public World interfere(Function<Action, Optional<Outcome>> interference) {
    this.interference = interference;
    return this;
  }

  /// Actors see no changes until [#seeAgain].
  public World blind() {
    blind = true;
    return this;
  }

  /// Ends [#blind]: everything is seen in one complete batch.
  public World seeAgain() {
    blind = false;
    for (Hosted<?> actor : actors) {
      actor.interests.forEach(actor::showAll);
    }
    settle();
    return this;
  }

  /// Lets time pass; timers ring on the way.
  public World pass(Duration duration) {
    Instant end = now.plus(duration);
    while (true) {
      Optional<Hosted<?>> next =
          actors.stream()
              .filter(actor -> actor.nextTimer().filter(at -> !at.isAfter(end)).isPresent())
              .min((a, b) -> a.nextTimer().orElseThrow().compareTo(b.nextTimer().orElseThrow()));
      if (next.isEmpty()) {
        now = end;
        return this;
      }
      now = next.get().nextTimer().orElseThrow();
      next.get().ring();
      settle();
    }
  }

  /// Every bound pod that waits becomes ready.
  public World podsGetReady() {
    return podsGetReady(pod -> true);
  }

  public World podsGetReady(Predicate<Pod> which) {
    for (Pod pod : pods()) {
      if (pod.spec().nodeName().isPresent()
          && pod.status().phase() == PodStatus.Phase.PENDING
          && which.test(pod)) {
        store(pod.withStatus(running(now, true)));
      }
    }
    settle();
    return this;
  }

  /// Every pod being deleted ends and is removed.
  public World leavingPodsGo() {
    pods().stream().filter(pod -> pod.metadata().isDeleting()).forEach(pod -> drop(pod.key()));
    settle();
    return this;
  }

  /// Ready pods come, deleted ones go, until nothing changes.
  public World settleAll() {
    for (int i = 0; i < 100; i++) {
      long before = revision;
      podsGetReady().leavingPodsGo();
      if (revision == before) {
        return this;
      }
    }
    throw new AssertionError("never comes to rest: " + objects.keySet());
  }

  public static PodStatus running(Instant since, boolean ready) {
    return new PodStatus(
        PodStatus.Phase.RUNNING,
        List.of(Condition.of("Ready", ready, since, "", "")),
        "",
        "",
        "",
        "",
        Optional.of(since),
        List.of());
  }

  public List<Pod> pods() {
    return all(Pod.class);
  }

  public <T extends KubeObject> List<T> all(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @SuppressWarnings("unchecked")
  public <T extends KubeObject> T read(T object) {
    return (T) Optional.ofNullable(objects.get(object.key())).orElseThrow();
  }

  public boolean has(KubeObject object) {
    return objects.containsKey(object.key());
  }

  public Instant now() {
    return now;
  }

  /// Everything that was wanted since the last call.
  public List<Effect> effects() {
    List<Effect> all = List.copyOf(effects);
    effects.clear();
    return all;
  }

  public <E extends Effect> List<E> effects(Class<E> type) {
    return effects().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The texts of the Events since the last call, as `Reason: message`.
  public List<String> notes() {
    return effects(Effect.Note.class).stream()
        .map(note -> note.reason() + ": " + note.message())
        .toList();
  }

  /// Children that are spawned run here too, as these kinds say; what isn't one of them is only
  /// polled.
  public World spawning(Function<Effect.Spawn, Optional<Behavior<?>>> kinds) {
    this.kinds = kinds;
    return this;
  }

  /// The actors that were spawned and haven't ended.
  public Set<OwnershipPath> running() {
    return Set.copyOf(spawned.keySet());
  }

  private void spawn(Effect.Spawn spawn) {
    if (!spawned.containsKey(spawn.child())) {
      kinds
          .apply(spawn)
          .ifPresent(behavior -> {
            Hosted<?> child = new Hosted<>(behavior);
            spawned.put(spawn.child(), child);
            actors.add(child);
            todo.add(child::begin);
          });
    }
  }

  private void closed(Hosted<?> actor) {
    List.copyOf(spawned.entrySet()).stream()
        .filter(entry -> entry.getValue() == actor)
        .forEach(entry -> {
          spawned.remove(entry.getKey());
          actors.stream()
              .filter(parent -> parent.polled.contains(entry.getKey()))
              .forEach(parent -> parent.hear(new Signal.ChildClosed(entry.getKey(), "")));
        });
  }

  private Moment moment() {
    return new Moment(now, chance);
  }

  private void settle() {
    int steps = 0;
    while (!todo.isEmpty()) {
      todo.poll().run();
      if (++steps > 100_000) {
        throw new AssertionError("the actors never come to rest");
      }
    }
  }

  private KubeObject store(KubeObject object) {
    ObjectMeta metadata = object.metadata();
    if (metadata.uid().equals(Uid.NONE)) {
      metadata = metadata.withUid(new Uid("made-" + ++uids));
    }
    if (metadata.creationTimestamp().isEmpty()) {
      metadata = metadata.withCreationTimestamp(now);
    }
    KubeObject stored = object.withMetadata(metadata.withResourceVersion(new Revision(++revision)));
    objects.put(object.key(), stored);
    show(new Change.Put(stored));
    return stored;
  }

  private void drop(ObjectKey key) {
    if (objects.remove(key) != null) {
      show(new Change.Removed(key, new Revision(++revision)));
    }
  }

  private void show(Change change) {
    if (!blind) {
      actors.forEach(actor -> actor.show(change));
    }
  }

  private Outcome perform(Action action) {
    return interference.apply(action).orElseGet(() -> carryOut(action));
  }

  private Outcome carryOut(Action action) {
    return switch (action) {
      case Action.Create(KubeObject object) ->
          objects.containsKey(object.key())
              ? new Outcome.Refused("AlreadyExists", object.key() + " already exists")
              : done(store(object));
      case Action.Update(KubeObject object) -> update(object);
      case Action.Delete(ObjectKey key, Uid uid, Optional<Duration> grace) -> delete(key, uid);
      case Action.Evict(ObjectKey key, Uid uid, Duration grace, NodeName node) -> delete(key, uid);
      case Action.Remove(ObjectKey key, Uid uid) -> {
        drop(key);
        yield new Outcome.Done(new Result.Nothing());
      }
      default -> throw new AssertionError("no controller does " + action);
    };
  }

  private Outcome update(KubeObject object) {
    KubeObject there = objects.get(object.key());
    if (there == null) {
      return new Outcome.Refused("NotFound", object.key() + " not found");
    }
    return there.metadata().resourceVersion().equals(object.metadata().resourceVersion())
        ? done(store(object))
        : new Outcome.Refused("Conflict", object.key() + " was changed");
  }

  private Outcome delete(ObjectKey key, Uid uid) {
    KubeObject there = objects.get(key);
    if (there == null || !there.metadata().uid().equals(uid)) {
      return new Outcome.Refused("NotFound", key + " not found");
    }
    if (there instanceof Pod pod && pod.spec().nodeName().isPresent()) {
      return pod.metadata().isDeleting()
          ? done(pod)
          : done(store(pod.withMetadata(pod.metadata().withDeletionTimestamp(now))));
    }
    drop(key);
    return done(there);
  }

  private static Outcome done(KubeObject object) {
    return new Outcome.Done(new Result.Stored(object));
  }

  private void publish(KubeObject said) {
    KubeObject there = objects.get(said.key());
    if (there == null || !there.metadata().uid().equals(said.metadata().uid())) {
      return;
    }
    store(
        switch (said) {
          case Deployment deployment -> ((Deployment) there).withStatus(deployment.status());
          case DaemonSet set -> ((DaemonSet) there).withStatus(set.status());
          case Pod pod -> ((Pod) there).withStatus(pod.status());
          case Node node -> ((Node) there).withStatus(node.status());
          default -> throw new AssertionError("no status: " + said.key());
        });
  }

  /// One actor in the world.
  public final class Hosted<S> {
    private final Behavior<S> behavior;
    private final Set<Interest> interests = new LinkedHashSet<>();
    private final Map<String, Instant> timers = new HashMap<>();
    private final Set<OwnershipPath> polled = new LinkedHashSet<>();
    private S state;
    private boolean ended;

    Hosted(Behavior<S> behavior) {
      this.behavior = behavior;
    }

    private void begin() {
      step(behavior.start(moment()));
    }

    public S state() {
      return state;
    }

    /// The children that it polls.
    public Set<OwnershipPath> polled() {
      return polled;
    }

    public boolean ended() {
      return ended;
    }

    /// Lets it hear a signal, and whatever follows.
    public void tell(Signal signal) {
      hear(signal);
      settle();
    }

    private void hear(Signal signal) {
      if (!ended) {
        step(behavior.on(state, signal, moment()));
      }
    }

    private void step(Step<S> step) {
      state = step.state();
      for (Effect effect : step.effects()) {
        effects.add(effect);
        act(effect);
      }
    }

    private void act(Effect effect) {
      switch (effect) {
        case Effect.Observe(Interest interest) -> {
          if (interests.add(interest)) {
            showAll(interest);
          }
        }
        case Effect.Unobserve(Interest interest) -> interests.remove(interest);
        case Effect.Publish(KubeObject object) -> todo.add(() -> publish(object));
        case Effect.WakeAfter(Duration delay, String tag) -> timers.put(tag, now.plus(delay));
        case Effect.Perform(Action action) ->
            todo.add(() -> hear(new Signal.Performed(action, perform(action))));
        case Effect.End end -> {
          ended = true;
          todo.add(() -> closed(this));
        }
        case Effect.Spawn spawn -> {
          polled.add(spawn.child());
          spawn(spawn);
        }
        case Effect.Adopt adopt -> polled.add(adopt.child());
        case Effect.Forget forget -> polled.remove(forget.child());
        case Effect.Tell tell -> {}
        case Effect.Note note -> {}
      }
    }

    private void showAll(Interest interest) {
      Collection<KubeObject> seen =
          objects.values().stream().filter(object -> covers(interest, object.key())).toList();
      List<Change> changes = new ArrayList<>();
      seen.forEach(object -> changes.add(new Change.Put(object)));
      if (interest instanceof Interest.One(ObjectKey key) && seen.isEmpty()) {
        changes.add(new Change.Removed(key, new Revision(revision)));
      }
      todo.add(() -> hear(new Signal.Observed(interest, changes, true)));
    }

    private void show(Change change) {
      interests.stream()
          .filter(interest -> covers(interest, change.key()))
          .forEach(interest ->
              todo.add(() -> hear(new Signal.Observed(interest, List.of(change), false))));
    }

    private static boolean covers(Interest interest, ObjectKey key) {
      return switch (interest) {
        case Interest.OfType(ResourceType type) -> key.type().equals(type);
        case Interest.One(ObjectKey one) -> key.equals(one);
        case Interest.BoundTo bound -> false;
      };
    }

    private Optional<Instant> nextTimer() {
      return ended ? Optional.empty() : timers.values().stream().min(Instant::compareTo);
    }

    private void ring() {
      Instant due = nextTimer().orElseThrow();
      String tag =
          timers.entrySet().stream()
              .filter(timer -> timer.getValue().equals(due))
              .findFirst()
              .orElseThrow()
              .getKey();
      timers.remove(tag);
      hear(new Signal.Woken(tag));
    }
  }
}
