package io.nokube.vertx.etcd.chaos;

/// Something that happens to a node (counted from 0), or to the etcd that all stand on.
sealed interface Fault {

  /// Which packets of two ends are lost.
  enum Way {
    BOTH,
    THERE,
    BACK
  }

  /// SIGKILL; it comes back as another process with the same address and port.
  record Killed(int node) implements Fault {}

  /// It leaves in good order, and comes back as after a kill.
  record Left(int node) implements Fault {}

  /// SIGSTOP, and SIGCONT at its end.
  record Paused(int node) implements Fault {}

  /// THERE: what the node sends to etcd is lost.
  record CutFromEtcd(int node, Way way) implements Fault {}

  /// THERE: what the node sends to the other is lost.
  record CutFromPeer(int node, int other, Way way) implements Fault {}

  /// From etcd and from all other nodes, both ways.
  record CutOff(int node) implements Fault {}

  /// SIGKILL of etcd; started again with its data at its end.
  record EtcdKilled() implements Fault {}

  /// SIGSTOP of etcd, and SIGCONT at its end.
  record EtcdPaused() implements Fault {}
}
