package io.nokube.vertx.etcd;

import java.util.List;

/// What changed in the cluster as this node sees it.
sealed interface ViewEvent {

  /// Somebody registered on an address or left it.
  record AddressChanged(String address) implements ViewEvent {}

  /// Somebody queued for a lock or left its queue.
  record LockChanged(String lock) implements ViewEvent {}

  /// @param nodes all nodes after the event, oldest first
  record Joined(String node, List<String> nodes) implements ViewEvent {}

  /// @param nodes all nodes after the event, oldest first
  record Left(String node, List<String> nodes) implements ViewEvent {}
}
