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

  /// Pieces of a container's log.
  public String logs() {
    return of("logs");
  }

  private String of(String topic) {
    return "nokube." + node + "." + topic;
  }
}
