package io.nokube.kinds.deployment;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.model.apps.DeploymentSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The next pods to make and to delete on the way from what is there to what is wanted.
///
/// Pure: equal inputs give equal plans. Carrying a plan out never leaves fewer available pods than
/// `replicas − maxUnavailable` if there were as many, nor makes more pods than `replicas +
/// maxSurge`; doing it again and again ends with `replicas` pods of the wanted revision.
///
/// Source: upstream `pkg/controller/deployment/rolling.go` and `recreate.go`. Where upstream, being
/// scaled down in the middle of a rollout, shrinks all revisions in proportion, this takes away
/// what is above the most, unavailable pods first, old ones before new ones.
///
/// @param create how many of the wanted revision
/// @param delete in the order in which they go; with what has ended
public record Rollout(int create, List<Replica> delete) {

  private static final Rollout NOTHING = new Rollout(0, List.of());

  /// @param revision the wanted one
  /// @param seen all pods of the deployment, with those expected
  public static Rollout of(DeploymentSpec spec, String revision, Collection<Replica> seen) {
    return switch (spec.strategy().type()) {
      case ROLLING_UPDATE -> rolling(spec, revision, seen);
      case RECREATE -> recreate(spec, revision, seen);
    };
  }

  private static Rollout rolling(DeploymentSpec spec, String revision, Collection<Replica> seen) {
    if (isComplete(spec, revision, seen)) {
      return NOTHING;
    }
    Bounds bounds = Bounds.of(spec);
    Sheet sheet = new Sheet(revision, seen);
    int create = Math.min(bounds.most() - sheet.total(), spec.replicas() - sheet.fresh());
    sheet.delete(sheet.fresh() - spec.replicas(), sheet::isFresh);
    sheet.trim(sheet.total() - bounds.most(), bounds.leastAvailable());
    sheet.replaceOld(bounds.leastAvailable());
    return sheet.plan(Math.max(0, create));
  }

  /// All old pods go, and are gone, before a new one is made.
  private static Rollout recreate(DeploymentSpec spec, String revision, Collection<Replica> seen) {
    if (isComplete(spec, revision, seen)) {
      return NOTHING;
    }
    Sheet sheet = new Sheet(revision, seen);
    boolean oldOnesRun =
        seen.stream().anyMatch(r -> !r.revision().equals(revision) && r.stage() != Stage.ENDED);
    int create = oldOnesRun ? 0 : Math.max(0, spec.replicas() - sheet.fresh());
    sheet.delete(sheet.fresh() - spec.replicas(), sheet::isFresh);
    sheet.delete(sheet.total(), replica -> !sheet.isFresh(replica));
    return sheet.plan(create);
  }

  /// The common case, at the cost of a look.
  private static boolean isComplete(
      DeploymentSpec spec, String revision, Collection<Replica> seen) {
    int fresh = 0;
    for (Replica replica : seen) {
      if (replica.stage() == Stage.ENDED) {
        return false;
      }
      if (replica.stage().active()) {
        if (!replica.revision().equals(revision)) {
          return false;
        }
        fresh++;
      }
    }
    return fresh == spec.replicas();
  }

  private static Instant first(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  boolean isNothing() {
    return create == 0 && delete.isEmpty();
  }

  /// The active pods that are left while a plan takes some away. They are put in deletion order
  /// only once some have to go.
  private static final class Sheet {
    private final String revision;
    private final Collection<Replica> all;
    private final List<Replica> left = new ArrayList<>();
    private final List<Replica> deleted = new ArrayList<>();
    private boolean ordered;

    Sheet(String revision, Collection<Replica> all) {
      this.revision = revision;
      this.all = all;
      for (Replica replica : all) {
        if (replica.stage().active()) {
          left.add(replica);
        }
      }
    }

    boolean isFresh(Replica replica) {
      return replica.revision().equals(revision);
    }

    int total() {
      return left.size();
    }

    int fresh() {
      return count(this::isFresh);
    }

    int count(Predicate<Replica> which) {
      int count = 0;
      for (Replica replica : left) {
        if (which.test(replica)) {
          count++;
        }
      }
      return count;
    }

    /// Takes up to so many of those away: those that do least first, of these the old ones.
    void delete(int most, Predicate<Replica> which) {
      if (most <= 0) {
        return;
      }
      if (!ordered) {
        left.sort(
            Comparator.comparing(Replica::stage)
                .thenComparing(this::isFresh)
                .thenComparing(DeletionOrder.among(all)));
        ordered = true;
      }
      int gone = 0;
      for (Iterator<Replica> each = left.iterator(); each.hasNext() && gone < most; ) {
        Replica replica = each.next();
        if (which.test(replica)) {
          each.remove();
          deleted.add(replica);
          gone++;
        }
      }
    }

    /// After the wanted number shrank: what is above the most goes, as far as availability allows.
    void trim(int excess, int leastAvailable) {
      int before = total();
      delete(excess, replica -> !replica.available());
      int spare = count(Replica::available) - leastAvailable;
      delete(Math.min(spare, excess - (before - total())), Replica::available);
    }

    /// Old pods go as new ones take over: first those that are no loss, then the oldest revision's.
    void replaceOld(int leastAvailable) {
      int freshUnavailable = count(replica -> isFresh(replica) && !replica.available());
      int most = total() - leastAvailable - freshUnavailable;
      delete(most, replica -> !isFresh(replica) && !replica.available());
      int spare = count(Replica::available) - leastAvailable;
      for (String old : oldestFirst()) {
        int before = total();
        delete(spare, replica -> replica.available() && replica.revision().equals(old));
        spare -= before - total();
      }
    }

    /// The other revisions that are there, by the age of their first pod.
    private Collection<String> oldestFirst() {
      Map<String, Instant> firstOf = new HashMap<>();
      for (Replica replica : all) {
        if (replica.stage().active() && !isFresh(replica)) {
          firstOf.merge(replica.revision(), replica.created(), Rollout::first);
        }
      }
      return firstOf.size() < 2
          ? firstOf.keySet()
          : firstOf.keySet().stream()
              .sorted(Comparator.<String, Instant>comparing(firstOf::get).thenComparing(r -> r))
              .toList();
    }

    Rollout plan(int create) {
      for (Replica replica : all) {
        if (replica.stage() == Stage.ENDED) {
          deleted.add(replica);
        }
      }
      return new Rollout(create, List.copyOf(deleted));
    }
  }
}
