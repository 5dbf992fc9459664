package io.nokube.kinds.deployment;

import io.nokube.model.NodeName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// Which pods go first when there are too many: those that do least, on the fullest nodes, the
/// youngest.
///
/// Source: upstream `pkg/controller/controller_utils.go`, ActivePodsWithRanks; but of two ready
/// pods the later one goes, where upstream compares the logarithms of their ages.
final class DeletionOrder {
  private DeletionOrder() {}

  /// @param all of the deployment: says which nodes have several
  static Comparator<Replica> among(Collection<Replica> all) {
    Map<NodeName, Integer> perNode = new HashMap<>();
    for (Replica replica : all) {
      if (replica.stage().active() && replica.node().isPresent()) {
        perNode.merge(replica.node().get(), 1, Integer::sum);
      }
    }
    return Comparator.comparing(Replica::stage)
        .thenComparingInt(Replica::cost)
        .thenComparingInt(
            replica -> -replica.node().map(node -> perNode.getOrDefault(node, 0)).orElse(0))
        .thenComparing(
            replica -> replica.readySince().orElse(Instant.MAX), Comparator.reverseOrder())
        .thenComparingInt(replica -> -replica.restarts())
        .thenComparing(Replica::created, Comparator.reverseOrder())
        .thenComparing(Replica::name);
  }
}
