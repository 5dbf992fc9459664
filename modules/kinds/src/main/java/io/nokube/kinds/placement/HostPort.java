package io.nokube.kinds.placement;

import io.nokube.model.core.Container;
import io.nokube.model.core.PodSpec;
import java.util.ArrayList;
import java.util.List;

/// A port that a pod takes of its node.
///
/// @param ip empty: every address of the node
public record HostPort(String ip, String protocol, int port) {
  private static final String EVERY_ADDRESS = "0.0.0.0";

  /// All that the containers of a pod publish.
  public static List<HostPort> of(PodSpec spec) {
    List<HostPort> ports = new ArrayList<>();
    for (Container container : spec.containers()) {
      for (Container.ContainerPort port : container.ports()) {
        if (port.hostPort().isPresent()) {
          ports.add(new HostPort(port.hostIP(), port.protocol(), port.hostPort().get()));
        } else if (spec.hostNetwork()) {
          ports.add(new HostPort("", port.protocol(), port.containerPort()));
        }
      }
    }
    return List.copyOf(ports);
  }

  /// Whether both can't be had on one node: same port and protocol, and an address in common.
  ///
  /// Source: upstream `pkg/scheduler/framework/types.go`, HostPortInfo.
  public boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (everywhere() || other.everywhere() || ip.equals(other.ip));
  }

  private boolean everywhere() {
    return ip.isEmpty() || ip.equals(EVERY_ADDRESS);
  }
}
