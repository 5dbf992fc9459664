package io.nokube.kinds.agent;

import static io.nokube.kinds.testing.Pods.N1;
import static io.nokube.kinds.testing.Pods.busybox;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Interest;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.Signal.Observed;
import io.nokube.kinds.PodPath;
import io.nokube.kinds.pod.PodMessage;
import io.nokube.kinds.pod.PodMessage.Terminate;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.Things;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// However pods of the same names come, go and are replaced, and whoever fails meanwhile: never two
/// of one path, at last exactly what is bound.
class AgentUnderChaosTest {
  private static final int WORLDS = 3_000;
  private static final int STEPS = 50;
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "try_again", Duration.ofSeconds(1),
              "stray_grace", Duration.ofSeconds(30),
              "ask_engine_every", Duration.ofSeconds(10),
              "ask_engine_within", Duration.ofSeconds(5)),
          Map.of());
  private static final Node NODE = Things.node("n1").build();

  @Test
  void atLastThereIsExactlyWhatIsBound() {
    for (long seed = 0; seed < WORLDS; seed++) {
      World world = new World(seed);
      for (int i = 0; i < STEPS; i++) {
        world.step();
      }
      world.settle();
      world.check();
    }
  }

  /// A store, pods' actors and an agent between them.
  private static final class World {
    private final SplittableRandom chance;
    private final long seed;
    private final Map<ObjectKey, Pod> bound = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
    private final Map<OwnershipPath, Uid> actors = new TreeMap<>();

    /// As the runtime does: a life for another object of the same name follows the present one.
    private final Map<OwnershipPath, Pod> successors = new TreeMap<>();

    private final Set<OwnershipPath> ending = new HashSet<>();
    private final Deque<Change> news = new ArrayDeque<>();
    private final Deque<Interest.One> reads = new ArrayDeque<>();
    private final Map<String, Duration> wakes = new TreeMap<>();
    private final List<String> story = new ArrayList<>();
    private Driven<?> agent;
    private int uids;
    private int revision;

    World(long seed) {
      this.seed = seed;
      this.chance = new SplittableRandom(seed);
      this.agent = born();
      observeAll();
    }

    private static Driven<?> born() {
      return Driven.begun(
          new AgentKind(), new Birth(OwnershipPath.agent(N1), N1, Optional.of(NODE)), SETTINGS);
    }

    private void observeAll() {
      news.clear();
      List<Change> all = new ArrayList<>();
      bound.values().forEach(pod -> all.add(new Change.Put(pod)));
      signal(new Observed(new Interest.BoundTo(N1), all, true));
    }

    void step() {
      switch (chance.nextInt(12)) {
        case 0, 1 -> create();
        case 2 -> delete();
        case 3 -> remove();
        case 4, 5, 6 -> hear();
        case 7 -> read();
        case 8 -> fail();
        case 9 -> end();
        case 10 -> wake();
        default -> {
          if (chance.nextInt(4) == 0) {
            reborn();
          } else {
            poll();
          }
        }
      }
    }

    private void create() {
      Pod pod = busybox();
      Pod named =
          pod.withMetadata(
              pod.metadata()
                  .withName("p" + chance.nextInt(2))
                  .withUid(new Uid("u" + uids++))
                  .withResourceVersion(new Revision(++revision)));
      if (bound.putIfAbsent(named.key(), named) == null) {
        news.add(new Change.Put(named, true));
      }
    }

    private Optional<Pod> any() {
      List<Pod> all = List.copyOf(bound.values());
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(chance.nextInt(all.size())));
    }

    private void delete() {
      any()
          .map(pod -> Pods.deleting(pod, 30))
          .ifPresent(pod -> {
            bound.put(pod.key(), pod);
            news.add(new Change.Put(pod));
          });
    }

    private void remove() {
      any().ifPresent(this::removed);
    }

    private void removed(Pod pod) {
      bound.remove(pod.key());
      news.add(new Change.Removed(pod.key(), new Revision(++revision)));
    }

    private void hear() {
      if (!news.isEmpty()) {
        signal(new Observed(new Interest.BoundTo(N1), List.of(news.poll()), false));
      }
    }

    private void read() {
      if (!reads.isEmpty()) {
        Interest.One one = reads.poll();
        Pod pod = bound.get(one.key());
        Change change =
            pod == null
                ? new Change.Removed(one.key(), new Revision(++revision))
                : new Change.Put(pod);
        signal(new Observed(one, List.of(change), true));
      }
    }

    private void fail() {
      if (!actors.isEmpty()) {
        close(anyActor(), "it threw");
      }
    }

    private OwnershipPath anyActor() {
      return List.copyOf(actors.keySet()).get(chance.nextInt(actors.size()));
    }

    private void close(OwnershipPath path, String failure) {
      actors.remove(path);
      ending.remove(path);
      Pod next = successors.remove(path);
      if (next != null) {
        spawn(path, next);
      }
      signal(new Signal.ChildClosed(path, failure));
    }

    /// One that was told so has ended, and has removed its object.
    private void end() {
      List<OwnershipPath> all = ending.stream().sorted().toList();
      if (all.isEmpty()) {
        return;
      }
      OwnershipPath path = all.get(chance.nextInt(all.size()));
      Uid uid = actors.get(path);
      bound.values().stream()
          .filter(pod -> pod.metadata().uid().equals(uid))
          .findFirst()
          .ifPresent(this::removed);
      close(path, "");
    }

    private void wake() {
      if (!wakes.isEmpty()) {
        String tag = List.copyOf(wakes.keySet()).get(chance.nextInt(wakes.size()));
        agent.after(wakes.remove(tag));
        signal(new Signal.Woken(tag));
      }
    }

    private void poll() {
      for (OwnershipPath path :
          List.of(
              OwnershipPath.top("default", "pod", "p0"),
              OwnershipPath.top("default", "pod", "p1"))) {
        Polled polled =
            actors.containsKey(path)
                ? new Polled.Alive(new Incarnation(1), N1)
                : new Polled.Gone(new Revision(revision));
        signal(new Signal.ChildPolled(path, polled));
      }
    }

    private void reborn() {
      story.add("reborn");
      reads.clear();
      wakes.clear();
      agent = born();
      observeAll();
    }

    private void signal(Signal signal) {
      story.add("> " + signal);
      agent.signal(signal);
      agent.effects().forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
      story.add("    " + effect);
      switch (effect) {
        case Effect.Observe(Interest.One one) -> reads.add(one);
        case Effect.Unobserve(Interest.One one) -> reads.remove(one);
        case Effect.WakeAfter(Duration delay, String tag) -> wakes.put(tag, delay);
        case Effect.Spawn spawn -> spawn(spawn.child(), (Pod) spawn.subject().orElseThrow());
        case Effect.Tell tell -> {
          if (tell.message() instanceof Terminate && actors.containsKey(tell.to())) {
            ending.add(tell.to());
          }
        }
        case Effect.Perform(Action.Find find) ->
            agent.outcome(find, new Outcome.Done(new Result.Containers(List.of())));
        default -> {}
      }
    }

    private void spawn(OwnershipPath path, Pod pod) {
      Uid there = actors.putIfAbsent(path, pod.metadata().uid());
      if (there != null && !there.equals(pod.metadata().uid())) {
        successors.put(path, pod);
        return;
      }
      if (pod.metadata().isDeleting()) {
        ending.add(path);
      }
    }

    private void here() {
      Map.copyOf(actors)
          .forEach((path, uid) -> signal(new Signal.Told(path, new PodMessage.Here(uid))));
    }

    void settle() {
      for (int i = 0; i < 60; i++) {
        here();
        while (!news.isEmpty()) {
          hear();
        }
        while (!reads.isEmpty()) {
          read();
        }
        end();
        wake();
        poll();
      }
    }

    void check() {
      Map<OwnershipPath, Uid> wanted = new TreeMap<>();
      bound.values().stream()
          .filter(pod -> !pod.metadata().isDeleting())
          .forEach(pod -> wanted.put(PodPath.of(pod), pod.metadata().uid()));
      if (!actors.equals(wanted)) {
        throw new AssertionError(
            "world " + seed + " has " + actors + ", not " + wanted + "\n" + told());
      }
    }

    private String told() {
      return String.join("\n", story);
    }
  }
}
