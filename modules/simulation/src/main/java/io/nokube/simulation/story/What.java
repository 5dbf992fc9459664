package io.nokube.simulation.story;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import java.time.Duration;

/// What can happen. Nodes are counted from 1; where one thing of many is meant, `which` is counted
/// round those that there are then.
public sealed interface What {
  /// How long until it is over. What users do, and what heals by itself, is over at once.
  default Duration lasts() {
    return Duration.ZERO;
  }

  // --- what users do ---------------------------------------------------------------------------

  /// Makes or replaces an object, as `nokube apply`.
  record Apply(KubeObject object, int head) implements What {
    @Override
    public String toString() {
      return "apply " + Workload.words(object) + " by head " + head;
    }
  }

  record Delete(ObjectKey key, int head) implements What {
    @Override
    public String toString() {
      return "delete " + key.type().singular() + "/" + key.name() + " by head " + head;
    }
  }

  // --- faults ----------------------------------------------------------------------------------

  /// SIGKILL; the process comes back. Containers run on.
  record KillAgent(int node, Duration lasts) implements What {}

  /// SIGSTOP and SIGCONT.
  record PauseAgent(int node, Duration lasts) implements What {}

  /// The host goes off, and comes back. Its containers end.
  record KillHost(int node, Duration lasts) implements What {}

  /// Cut off from the store and all nodes.
  record Isolate(int node, Duration lasts) implements What {}

  /// The store hears nothing of the node, but the node hears the store, or the other way round.
  record HalfCutFromStore(int node, boolean hears, Duration lasts) implements What {}

  record CutFromStore(int node, Duration lasts) implements What {}

  /// One node doesn't hear another on the bus.
  record CutBus(int from, int to, Duration lasts) implements What {}

  record StoreDown(Duration lasts) implements What {}

  record NewLeader(Duration lasts) implements What {}

  /// Words between nodes are lost, come late, twice and in any order.
  record BadNetwork(int lost, int twice, Duration lasts) implements What {}

  record SlowNode(int node, int times, Duration lasts) implements What {}

  record EngineDown(int node, Duration lasts) implements What {}

  record CrashContainer(int node, int which) implements What {}

  /// A container of one path ends right after each start.
  record CrashLoop(int node, int which, Duration lasts) implements What {}

  /// As `etcdctl del` of a pod and its binding, of those that have an owner.
  record DropPod(int which) implements What {}

  /// As `etcdctl del` of an alive record.
  record DropRecord(int which) implements What {}

  /// The same again and again, every half second, of the path whose record it first is.
  record DropAgain(int which, Duration lasts) implements What {}

  record JumpClock(int node, long millis) implements What {}
}
