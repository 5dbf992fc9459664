package io.nokube.simulation.node;

import io.nokube.actor.Intensity;
import io.nokube.actor.Polled;
import io.nokube.actor.verdict.Verdict;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which children one life polls, where, and what it was last told of each and of its parent. As
/// `io.nokube.runtime.Children`.
final class Children {
  private record Child(NodeName node, Optional<Polled> told) {}

  private final Map<OwnershipPath, Child> byPath = new LinkedHashMap<>();
  private final Map<OwnershipPath, Intensity> failures = new LinkedHashMap<>();
  private Optional<Polled> parentTold = Optional.empty();

  /// @return whether it was not polled there before
  boolean poll(OwnershipPath child, NodeName node) {
    Child known = byPath.get(child);
    if (known != null && known.node().equals(node)) {
      return false;
    }
    byPath.put(child, new Child(node, Optional.empty()));
    return true;
  }

  void forget(OwnershipPath child) {
    byPath.remove(child);
    failures.remove(child);
  }

  /// Whether a child that failed has done so too often.
  boolean failedTooOften(OwnershipPath child, Instant now, Intensity fresh) {
    return failures.merge(child, fresh.failed(now), (known, first) -> known.failed(now)).exceeded();
  }

  boolean has(OwnershipPath child) {
    return byPath.containsKey(child);
  }

  interface Each {
    void polled(OwnershipPath child, NodeName node);
  }

  void each(Each each) {
    byPath.forEach((path, child) -> each.polled(path, child.node()));
  }

  boolean isNews(OwnershipPath child, NodeName node, Polled verdict) {
    Child known = byPath.get(child);
    if (known == null || !known.node().equals(node)) {
      return false;
    }
    byPath.put(child, new Child(node, Optional.of(verdict)));
    return Verdict.isNews(known.told(), verdict);
  }

  boolean isNewsOfParent(Polled verdict) {
    boolean news = Verdict.isNews(parentTold, verdict);
    parentTold = Optional.of(verdict);
    return news;
  }
}
