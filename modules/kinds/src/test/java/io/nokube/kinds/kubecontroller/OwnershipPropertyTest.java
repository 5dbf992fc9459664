package io.nokube.kinds.kubecontroller;

import static io.nokube.kinds.testing.Property.property;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Step;
import io.nokube.kinds.kubecontroller.Offspring.Wanted;
import io.nokube.kinds.testing.Things;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds of the tree, whatever happens: owners come and go and come anew, children fail, nodes
/// fall silent.
class OwnershipPropertyTest {
  private static final NodeName HERE = new NodeName("head");
  private static final List<NodeName> NODES =
      List.of(new NodeName("n0"), new NodeName("n1"), new NodeName("n2"));
  private static final List<String> NAMES = List.of("web", "db", "job");
  private static final Backoff BACKOFF =
      Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMinutes(1));

  /// Owners by name and life, made once: they are the same in every run.
  private static final List<List<KubeObject>> OWNERS =
      NAMES.stream().map(OwnershipPropertyTest::lives).toList();

  private static List<KubeObject> lives(String name) {
    List<KubeObject> lives = new ArrayList<>();
    for (int life = 0; life < 3; life++) {
      KubeObject owner = name.equals("job") ? Things.daemonSet(name) : Things.deployment(name, 1);
      lives.add(owner.withMetadata(owner.metadata().withUid(new Uid(name + "-" + life))));
    }
    return lives;
  }

  private static final Gen<List<Integer>> EVENTS =
      lists().of(integers().between(0, 23)).ofSizeBetween(0, 7);

  private static final Map<Object, Map<OwnershipPath, Wanted>> KNOWN = new HashMap<>();

  /// The tree as its actors really are: at most one life of each path.
  private static final class Tree {
    private final Map<String, Integer> owners = new HashMap<>();
    private final Set<NodeName> present = new HashSet<>(NODES);
    private final Map<OwnershipPath, Uid> running = new LinkedHashMap<>();
    private Children children = Children.none(BACKOFF);
    private Instant now = Things.T0;
    private boolean sound = true;

    Map<OwnershipPath, Wanted> wanted() {
      return KNOWN.computeIfAbsent(
          List.of(Map.copyOf(owners), Set.copyOf(present)), any -> computed());
    }

    private Map<OwnershipPath, Wanted> computed() {
      List<KubeObject> there = new ArrayList<>();
      owners.forEach((name, life) -> there.add(OWNERS.get(NAMES.indexOf(name)).get(life)));
      return Offspring.wanted(there, HERE, present);
    }

    void happens(int event) {
      String name = NAMES.get(event % 3);
      switch (event / 3) {
        case 0, 1 -> owners.merge(name, 0, (life, none) -> (life + 1) % 3);
        case 2 -> owners.remove(name);
        case 3 -> present.remove(NODES.get(event % 3));
        case 4 -> present.add(NODES.get(event % 3));
        case 5 -> now = now.plusSeconds(1);
        default ->
            List.copyOf(running.keySet()).stream()
                .skip(event % 3)
                .findFirst()
                .ifPresent(this::closes);
      }
      tend(wanted());
    }

    private void closes(OwnershipPath path) {
      running.remove(path);
      children = children.closed(path, now);
    }

    void tend(Map<OwnershipPath, Wanted> wanted) {
      Step<Children> step = children.tend(wanted, now);
      children = step.state();
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Spawn(var child, var node, var subject) -> {
            Uid uid = subject.map(s -> s.metadata().uid()).orElse(Uid.NONE);
            sound &= wanted.containsKey(child) && !uid.equals(running.get(child));
            running.put(child, uid);
          }
          case Effect.Forget(var child) -> {
            sound &= !wanted.containsKey(child);
            running.remove(child);
          }
          default -> sound = false;
        }
      }
    }

    /// Owners that are gone end by themselves; time passes; nothing more happens.
    boolean settles() {
      Map<OwnershipPath, Wanted> wanted = wanted();
      for (int i = 0; i < 3; i++) {
        List.copyOf(running.keySet()).stream()
            .filter(path -> !wanted.containsKey(path))
            .forEach(this::closes);
        now = now.plusSeconds(8);
        tend(wanted);
      }
      Map<OwnershipPath, Uid> right = new HashMap<>();
      wanted.forEach((path, want) -> right.put(path, want.uid()));
      return running.equals(right) && children.byPath().keySet().equals(right.keySet());
    }
  }

  @Test
  void noActorIsSpawnedTwiceNorUnwantedAndTheTreeComesRight() {
    property()
        .forAll(EVENTS)
        .check(events -> {
          Tree tree = new Tree();
          events.forEach(tree::happens);
          return tree.sound && tree.settles() && tree.sound;
        });
  }

  private static final List<NodeName> SIX =
      IntStream.range(0, 6).mapToObj(i -> new NodeName("n" + i)).toList();
  private static final List<Pod> PODS = pods();

  private static List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      var pod = Things.pod("p" + i).on("n" + i % 6);
      switch (i / 3) {
        case 1 -> pod.tolerates(Things.unreachableFor(30));
        case 2 -> pod.tolerates("node.kubernetes.io/unreachable", "NoExecute");
        case 3 -> pod.deleting();
        default -> {}
      }
      pods.add(pod.build());
    }
    return List.copyOf(pods);
  }

  @Test
  void onlyPodsOfNodesThatStaySilentAreEvictedAndNobodyInMassSilence() {
    property()
        .forAll(lists().of(integers().between(0, 100)).ofSize(6), integers().between(0, 100))
        .check((silentFor, evictAfter) -> {
          Map<NodeName, Instant> silent = new HashMap<>();
          Instant now = Things.T0.plusSeconds(1000);
          for (int i = 0; i < 6; i++) {
            if (silentFor.get(i) > 50) {
              silent.put(SIX.get(i), now.minusSeconds(silentFor.get(i) - 50));
            }
          }
          Optional<Duration> after =
              evictAfter > 90 ? Optional.empty() : Optional.of(Duration.ofSeconds(evictAfter));
          Eviction eviction = Eviction.of(6, silent, PODS, after, Duration.ZERO, now);
          return silent.size() > 3
              ? eviction.evict().isEmpty() && eviction.next().isEmpty()
              : eviction.evict().equals(expected(silent, after, now))
                  && eviction.next().map(next -> next.isAfter(now)).orElse(true);
        });
  }

  private static List<Pod> expected(
      Map<NodeName, Instant> silent, Optional<Duration> after, Instant now) {
    List<Pod> evicted = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Optional<Instant> since =
          Optional.ofNullable(silent.get(PODS.get(i).spec().nodeName().orElseThrow()));
      Optional<Duration> patience = i < 3 ? after : Optional.of(Duration.ofSeconds(30));
      if (since.isPresent() && patience.map(p -> !since.get().plus(p).isAfter(now)).orElse(false)) {
        evicted.add(PODS.get(i));
      }
    }
    return evicted;
  }
}
