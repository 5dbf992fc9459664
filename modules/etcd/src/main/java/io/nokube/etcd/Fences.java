package io.nokube.etcd;

import io.nokube.actor.port.Fence;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome.CompareFailed;
import io.nokube.model.EtcdKeys;
import java.util.List;
import java.util.Optional;

/// A fence as a comparison: an actor's write lands only while its alive record is the one it
/// claimed.
public record Fences(EtcdKeys keys) {

  public List<Compare> compares(Fence fence) {
    return switch (fence) {
      case Fence.User user -> List.of();
      case Fence.Actor actor ->
          List.of(
              new Compare.SameIncarnation(keys.alive(actor.path()), actor.incarnation().number()));
    };
  }

  /// Whether it was the fence that stopped a write.
  boolean stopped(Fence fence, CompareFailed failed) {
    return switch (fence) {
      case Fence.User user -> false;
      case Fence.Actor actor -> {
        Optional<KeyValue> record = failed.current(keys.alive(actor.path()));
        yield record.isEmpty() || record.get().createRevision() != actor.incarnation().number();
      }
    };
  }
}
