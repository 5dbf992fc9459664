package io.nokube.launcher.cluster;

import io.nokube.model.ClusterName;
import java.util.Optional;

/// Whose data an external etcd holds under a cluster's name. Pure.
sealed interface EtcdData {

  /// This cluster's.
  record Own() implements EtcdData {}

  /// Nobody's: the first head that starts makes it this cluster's.
  record Nobodys() implements EtcdData {}

  /// It must not be touched, or agents would take it for this cluster's.
  record Refused(String why, String advice) implements EtcdData {}

  /// @param found the id that etcd holds
  /// @param id this cluster's
  /// @param lived whether the cluster was made before: then its data must be somewhere
  static EtcdData of(ClusterName cluster, Optional<String> found, String id, boolean lived) {
    if (found.isPresent() && !found.get().equals(id)) {
      return new Refused(
          "etcd holds another cluster's data below /nokube/%s/: its id is %s, and this cluster's is %s"
              .formatted(cluster, found.get(), id),
          "take another etcd or another cluster name; if that cluster is gone for good, delete what it left: etcdctl del --prefix /nokube/%s/"
              .formatted(cluster));
    }
    if (found.isEmpty() && lived) {
      return new Refused(
          "etcd holds no data of this cluster: there is no /nokube/%s/id, but the cluster was made before"
              .formatted(cluster),
          "name the endpoints of the etcd that has its data, or restore them there first");
    }
    return found.isPresent() ? new Own() : new Nobodys();
  }
}
