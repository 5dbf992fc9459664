package io.nokube.model.validation;

import java.util.HashSet;
import java.util.Set;

/// The ports of its node that a pod takes.
final class HostPorts {
  private final Set<String> taken = new HashSet<>();

  /// Notes a port of the node.
  void take(Field port) {
    Field hostPort = port.get("hostPort");
    if (hostPort.whole().isEmpty()) {
      return;
    }
    String shown =
        port.get("protocol").text().orElse("")
            + "/"
            + port.get("hostIP").text().orElse("")
            + "/"
            + hostPort.whole().get();
    if (!taken.add(shown)) {
      hostPort.duplicate(Field.quoted(shown));
    }
  }
}
