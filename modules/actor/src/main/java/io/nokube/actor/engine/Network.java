package io.nokube.actor.engine;

import java.util.List;
import java.util.Optional;

/// How a container reaches the network.
public sealed interface Network {
  /// A namespace of its own on the engine's bridge, with published ports.
  record Own(String hostname, List<Publish> ports) implements Network {}

  /// The node's.
  record Host() implements Network {}

  /// That of the pod's pause container.
  record Shared(ContainerId sandbox) implements Network {}

  /// @param hostPort empty: not published, only exposed
  /// @param hostIp empty: the node's own address
  record Publish(int containerPort, String protocol, Optional<Integer> hostPort, String hostIp) {}
}
