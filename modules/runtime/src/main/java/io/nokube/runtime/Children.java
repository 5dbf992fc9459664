package io.nokube.runtime;

import io.nokube.actor.Intensity;
import io.nokube.actor.Polled;
import io.nokube.actor.verdict.Verdict;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Which children one life polls, where, and what it was last told of each and of its parent, so
/// that it is told again only what is new or not well.
final class Children {
  private record Child(NodeName node, Optional<Polled> told) {}

  private final Map<OwnershipPath, Child> byPath = new ConcurrentHashMap<>();
  private final Map<OwnershipPath, Intensity> failures = new ConcurrentHashMap<>();
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
  boolean failedTooOften(OwnershipPath child, Instant now, RuntimeSettings settings) {
    return failures
        .merge(
            child,
            Intensity.of(settings.failuresMost(), settings.failuresWithin()).failed(now),
            (known, first) -> known.failed(now))
        .exceeded();
  }

  boolean has(OwnershipPath child) {
    return byPath.containsKey(child);
  }

  int count() {
    return byPath.size();
  }

  void forEach(BiConsumer<OwnershipPath, NodeName> polled) {
    byPath.forEach((path, child) -> polled.accept(path, child.node()));
  }

  /// Whether a verdict on a child that was looked for on a node is to be told.
  boolean isNews(OwnershipPath child, NodeName node, Polled verdict) {
    Child known = byPath.get(child);
    if (known == null || !known.node().equals(node)) {
      return false;
    }
    boolean news = Verdict.isNews(known.told(), verdict);
    byPath.replace(child, known, new Child(known.node(), Optional.of(verdict)));
    return news;
  }

  /// Whether a verdict on the parent is to be told.
  synchronized boolean isNewsOfParent(Polled verdict) {
    boolean news = Verdict.isNews(parentTold, verdict);
    parentTold = Optional.of(verdict);
    return news;
  }
}
