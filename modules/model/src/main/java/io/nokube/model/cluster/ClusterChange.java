package io.nokube.model.cluster;

import io.nokube.model.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a changed file means for the cluster that was made of the file before.
public sealed interface ClusterChange {

  /// What of a node a change is about. A node that has none of these is left alone.
  enum Concern {
    /// The agent gets another configuration or other verticles.
    AGENT,
    /// The member of etcd comes, goes or gets other settings.
    ETCD,
    /// The certificate names something else, or the node's role needs other files beside it.
    CERTIFICATE,
    /// Docker gets other registry mirrors.
    ENGINE,
    /// The node gets other logins at registries, or trusts another registry's authority. What runs
    /// notices nothing.
    REGISTRIES
  }

  /// It can't be carried out.
  ///
  /// @param reasons each a sentence that says what was changed, why it can't be and what to do;
  ///   never empty
  record Refused(List<String> reasons) implements ClusterChange {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /// @param added nodes that weren't there, in the order of the file
  /// @param removed nodes that are no longer there
  /// @param concerned each node that stays, in the order of the file, with what the change is about
  record Accepted(
      List<NodeName> added, List<NodeName> removed, Map<NodeName, Set<Concern>> concerned)
      implements ClusterChange {
    public Accepted {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
      concerned = Collections.unmodifiableMap(new LinkedHashMap<>(concerned));
    }

    /// Whether no node has anything to do.
    public boolean isNothing() {
      return added.isEmpty()
          && removed.isEmpty()
          && concerned.values().stream().allMatch(Set::isEmpty);
    }
  }

  static ClusterChange between(ClusterFile before, ClusterFile after) {
    return Difference.of(before, after);
  }
}
