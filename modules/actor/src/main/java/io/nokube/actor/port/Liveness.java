package io.nokube.actor.port;

import io.nokube.actor.Incarnation;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who is alive: records on the leases of the agents' processes (S27). Holding the record of
/// `kubecontroller` is being elected.
public interface Liveness {
  /// Registers an actor of this process, if nobody holds the path.
  Claim claim(AliveRecord record);

  /// Takes the record away, if this incarnation still holds it.
  void release(OwnershipPath path, Incarnation incarnation);

  /// A linearizable read.
  Read<Seen> read(OwnershipPath path);

  /// All records at or below a path at one revision; of `kubecontroller`, the whole tree.
  Read<List<Seen>> list(String prefix);

  /// For how long contact with the store has been unbroken. Zero while it is broken.
  Duration contact();

  /// For how long contact must have been unbroken before absence means anything: lease TTL and
  /// reconnect bound together.
  Duration settling();

  /// Calls back when this process' lease was lost, once per loss: all its records are gone, and its
  /// actors must claim anew. Called on the adapter's thread.
  void onLeaseLost(Runnable listener);

  /// Calls back when the record of a path appears or goes. Called on the adapter's thread.
  ObjectStore.Subscription watch(String prefix, RecordWatcher watcher);

  interface RecordWatcher {
    void appeared(Seen seen);

    void went(OwnershipPath path);
  }

  record AliveRecord(
      OwnershipPath path, NodeName node, String kind, Uid uid, String phase, Instant since) {}

  /// @param heartbeatAge how long ago the lease it hangs on was renewed, by etcd's count
  record Seen(AliveRecord record, Incarnation incarnation, Duration heartbeatAge) {}

  sealed interface Claim {
    record Held(Incarnation incarnation) implements Claim {}

    /// Another life of the same path, here or elsewhere, still holds it.
    record Taken(Seen by) implements Claim {}

    /// The store is away, or the answer was lost. Try again.
    record Unavailable(String why) implements Claim {}
  }
}
