package io.nokube.kinds.deployment;

import static io.nokube.kinds.testing.Property.property;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.meta.IntOrPercent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds of every rollout, whatever is there.
class RolloutPropertyTest {
  private static final Stage[] STAGES = Stage.values();
  private static final List<String> REVISIONS = List.of("new", "old", "older");

  /// Each number is a pod: its stage and its revision.
  private static final Gen<List<Integer>> PODS =
      lists().of(integers().between(0, STAGES.length * REVISIONS.size() - 1)).ofSizeBetween(0, 7);

  private static final Gen<IntOrPercent> AMOUNTS =
      arbitrary()
          .pick(
              IntOrPercent.of(0),
              IntOrPercent.of(1),
              IntOrPercent.of(3),
              IntOrPercent.parse("25%"),
              IntOrPercent.parse("100%"));

  private static List<Replica> pods(List<Integer> codes) {
    List<Replica> pods = new ArrayList<>();
    for (int code : codes) {
      int age = pods.size();
      pods.add(
          Replicas.replica(
              "p" + age,
              REVISIONS.get(code / STAGES.length),
              STAGES[code % STAGES.length],
              Things.T0.plusSeconds(age)));
    }
    return pods;
  }

  @Test
  void doneAgainAndAgainARolloutEndsAndIsSafeAllTheWay() {
    property()
        .forAll(PODS, integers().between(0, 5), AMOUNTS, AMOUNTS)
        .check((codes, n, surge, unavailable) ->
            ends(Replicas.rolling(n, surge, unavailable), pods(codes), replica -> true));
  }

  @Test
  void aRolloutWhoseNewPodsNeverGetReadyComesToRest() {
    property()
        .forAll(PODS, integers().between(0, 5), AMOUNTS, AMOUNTS)
        .check((codes, n, surge, unavailable) ->
            rests(
                Replicas.rolling(n, surge, unavailable),
                pods(codes),
                replica -> !replica.revision().equals("new")));
  }

  @Test
  void aRecreationEndsAndNeverMixesRevisions() {
    property()
        .forAll(PODS, integers().between(0, 5))
        .check((codes, n) -> {
          DeploymentSpec spec = Replicas.recreate(n);
          List<Replica> pods = pods(codes);
          boolean oldOnes =
              pods.stream().anyMatch(r -> !r.revision().equals("new") && r.stage() != Stage.ENDED);
          return (!oldOnes || Rollout.of(spec, "new", pods).create() == 0)
              && ends(spec, pods, replica -> true);
        });
  }

  /// No pod twice, none that leaves already, no more than the most, no fewer than must stay.
  private static boolean isSafe(DeploymentSpec spec, List<Replica> pods, Rollout plan) {
    Bounds bounds = Bounds.of(spec);
    List<Replica> gone = plan.delete();
    return names(plan).size() == gone.size()
        && count(gone, r -> r.stage() == Stage.LEAVING) == 0
        && isNotTooMany(spec, bounds, pods, plan.create())
        && isKept(pods, gone, bounds, Replica::available)
        && isKept(pods, gone, bounds, replica -> replica.stage().ready());
  }

  private static boolean isNotTooMany(
      DeploymentSpec spec, Bounds bounds, List<Replica> pods, int create) {
    return create == 0
        || (create > 0
            && count(pods, r -> r.stage().active()) + create <= bounds.most()
            && count(pods, r -> r.stage().active() && r.revision().equals("new")) + create
                <= spec.replicas());
  }

  private static Set<String> names(Rollout plan) {
    if (plan.delete().isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    plan.delete().forEach(replica -> names.add(replica.name()));
    return names;
  }

  private static boolean isKept(
      List<Replica> before, List<Replica> gone, Bounds bounds, Predicate<Replica> which) {
    int had = count(before, which);
    return had - count(gone, which) >= Math.min(had, bounds.leastAvailable());
  }

  /// Carries plans out until nothing is left to do: pods that may become available do, those
  /// deleted leave and then are gone.
  private static boolean ends(
      DeploymentSpec spec, List<Replica> start, Predicate<Replica> becomesAvailable) {
    List<Replica> pods = rest(spec, start, becomesAvailable);
    return pods.size() == spec.replicas()
        && pods.stream().allMatch(r -> r.revision().equals("new") && r.available());
  }

  private static boolean rests(
      DeploymentSpec spec, List<Replica> start, Predicate<Replica> becomesAvailable) {
    return rest(spec, start, becomesAvailable).size() <= Math.max(0, Bounds.of(spec).most());
  }

  private static List<Replica> rest(
      DeploymentSpec spec, List<Replica> start, Predicate<Replica> becomesAvailable) {
    List<Replica> pods = start;
    boolean rolling = spec.strategy().rollingUpdate().isPresent();
    int made = 100;
    for (int step = 0; step < 60; step++) {
      Rollout plan = Rollout.of(spec, "new", pods);
      if (rolling && !isSafe(spec, pods, plan)) {
        throw new AssertionError("unsafe on the way, at " + pods);
      }
      Set<String> deleted = names(plan);
      List<Replica> next = new ArrayList<>();
      boolean changed = plan.create() > 0;
      for (Replica pod : pods) {
        Replica after = after(pod, deleted, becomesAvailable);
        changed |= after.stage() != pod.stage() || !after.stage().active();
        if (pod.stage().active() || deleted.contains(pod.name())) {
          next.add(after);
        }
      }
      for (int i = 0; i < plan.create(); i++) {
        made++;
        next.add(
            Replicas.replica("p" + made, "new", Stage.UNASSIGNED, Things.T0.plusSeconds(made)));
      }
      if (!changed) {
        return pods;
      }
      pods = next;
    }
    throw new AssertionError("never comes to rest: " + pods);
  }

  private static Replica after(
      Replica pod, Set<String> deleted, Predicate<Replica> becomesAvailable) {
    if (deleted.contains(pod.name())) {
      return pod.with(Stage.LEAVING);
    }
    return pod.stage().active() && !pod.available() && becomesAvailable.test(pod)
        ? pod.with(Stage.AVAILABLE)
        : pod;
  }

  private static int count(List<Replica> pods, Predicate<Replica> which) {
    int count = 0;
    for (Replica pod : pods) {
      if (which.test(pod)) {
        count++;
      }
    }
    return count;
  }
}
