package io.nokube.model.validation;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Rules for a container's ports.
final class PortRules {
  private static final int LAST = 65535;

  private PortRules() {}

  static void check(Field ports, boolean hostNetwork, HostPorts hostPorts) {
    Set<String> names = new HashSet<>();
    for (Field port : ports.items()) {
      Field name = port.get("name");
      name.checked(text -> text.isEmpty() ? Optional.empty() : Names.portName(text));
      name.text()
          .filter(text -> !text.isEmpty() && !names.add(text))
          .ifPresent(text -> name.duplicate(Field.quoted(text)));
      if (port.get("containerPort").required()) {
        port.get("containerPort").between(1, LAST);
      }
      port.get("protocol").oneOf(PodRules.PROTOCOLS);
      port.get("hostIP").checked(text -> text.isEmpty() ? Optional.empty() : Addresses.ip(text));
      checkHostPort(port, hostNetwork);
      hostPorts.take(port);
    }
  }

  private static void checkHostPort(Field port, boolean hostNetwork) {
    Field hostPort = port.get("hostPort");
    if (hostPort.isSamePlace(port.get("containerPort"))) {
      return;
    }
    hostPort.between(1, LAST);
    boolean differs =
        hostPort.whole().isPresent()
            && port.get("containerPort").whole().isPresent()
            && !hostPort.whole().equals(port.get("containerPort").whole());
    if (hostNetwork && differs) {
      hostPort.invalid("must match `containerPort` when `hostNetwork` is true");
    }
  }
}
