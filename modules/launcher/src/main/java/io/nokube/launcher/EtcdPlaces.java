package io.nokube.launcher;

import io.nokube.launcher.backup.EtcdPlace;
import io.nokube.launcher.cluster.FleetEtcd;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ThisMachine;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the etcd of the current cluster, or of the cluster of a file.
final class EtcdPlaces {
  private EtcdPlaces() {}

  /// @param cluster the cluster's file; empty: the current cluster's, as its API tells it
  static EtcdPlace open(Optional<Path> cluster, Terminal terminal) {
    if (cluster.isPresent()) {
      Path path = cluster.get();
      return fleet(
          NewOrUpdateCommand.read(path, NewOrUpdateCommand.text(path), ThisMachine.UNASKED),
          terminal);
    }
    Home home = Home.ofUser();
    if (home.current().cluster().equals(QuickstartPlan.CLUSTER)) {
      return new QuickstartEtcd(
          new QuickstartPlan(home.folder().resolve(QuickstartPlan.CLUSTER)),
          HostCommand.ofDistribution(),
          new Steps(terminal),
          QuickstartLock.take(home));
    }
    return fleet(accepted(), terminal);
  }

  /// With the API, the current cluster knows its file by itself.
  private static ClusterFile accepted() {
    try {
      return ImageCommand.accepted();
    } catch (CommandFailure failure) {
      throw CommandFailure.failed(
          failure.text()
              + "\nIf the cluster can't say how its hosts are reached, say it: --cluster cluster.yaml");
    }
  }

  private static EtcdPlace fleet(ClusterFile file, Terminal terminal) {
    return FleetEtcd.of(file, HostCommand.distribution(), terminal);
  }
}
