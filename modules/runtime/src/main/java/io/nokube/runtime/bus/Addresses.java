package io.nokube.runtime.bus;

import io.nokube.model.NodeName;

/// Every address on the bus: `nokube.<node>.<topic>`. No other class spells one.
public record Addresses(NodeName node) {
  /// Which of these actors run there?
  public String rollCall() {
    return of("rollcall");
  }

  /// Run this actor.
  public String spawn() {
    return of("spawn");
  }

  /// Let go of this actor: a newer life of its parent wants it elsewhere.
  public String handOver() {
    return of("handover");
  }

  /// Open a container's log.
  public String openLog() {
    return of("log.open");
  }

  /// The next piece of an open log.
  public String nextPiece() {
    return of("log.next");
  }

  /// Close an open log.
  public String closeLog() {
    return of("log.close");
  }

  private String of(String topic) {
    return "nokube." + node + "." + topic;
  }
}
