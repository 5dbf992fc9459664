package io.nokube.kinds.kubecontroller;

import io.nokube.kinds.PodPath;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which actors kubecontroller is to have below it, and where.
///
/// A deployment or daemon set whose object is gone is no longer wanted, but it isn't forgotten
/// either: it deletes its pods and ends by itself.
final class Offspring {
  private static final OwnershipPath PLACEMENT = OwnershipPath.top("", "placement", "main");
  private static final List<String> STORES = List.of("configstore", "secretstore");

  private Offspring() {}

  /// @param subject the object it acts for, if any
  record Wanted(NodeName node, Optional<KubeObject> subject) {
    Uid uid() {
      return subject.map(object -> object.metadata().uid()).orElse(Uid.NONE);
    }
  }

  /// @param owners the deployments and daemon sets
  /// @param here the node that kubecontroller runs on
  /// @param present the nodes whose agents are there
  static Map<OwnershipPath, Wanted> wanted(
      Collection<? extends KubeObject> owners, NodeName here, Set<NodeName> present) {
    Map<OwnershipPath, Wanted> all = new LinkedHashMap<>();
    all.put(PLACEMENT, new Wanted(here, Optional.empty()));
    for (KubeObject owner : owners) {
      ObjectKey key = owner.key();
      all.put(
          PodPath.ownerPath(key.namespace(), key.type(), key.name()),
          new Wanted(here, Optional.of(owner)));
    }
    for (NodeName node : present) {
      for (String store : STORES) {
        all.put(store(store, node), new Wanted(node, Optional.empty()));
      }
    }
    return all;
  }

  private static OwnershipPath store(String kind, NodeName node) {
    return OwnershipPath.top("", kind, node.text());
  }

  /// Whether it is one of a node's stores: of no use while its node is silent.
  static boolean isStore(OwnershipPath path) {
    return STORES.contains(path.kind());
  }
}
