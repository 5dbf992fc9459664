package io.nokube.model.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules for what a pod is to be.
///
/// Source: Kubernetes `pkg/apis/core/validation/validation.go`.
final class PodRules {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private PodRules() {}

  static void check(Field spec) {
    if (!spec.required()) {
      return;
    }
    Set<String> volumes = VolumeRules.check(spec.get("volumes"));
    Field containers = spec.get("containers");
    containers.requiredItems("");
    boolean hostNetwork = spec.get("hostNetwork").isTrue();
    Set<String> names = new HashSet<>();
    HostPorts hostPorts = new HostPorts();
    for (Field container : containers.items()) {
      Field name = container.get("name");
      if (name.required()) {
        name.checked(Names::dnsLabel);
        name.text()
            .filter(text -> !names.add(text))
            .ifPresent(text -> name.duplicate(Field.quoted(text)));
      }
      ContainerRules.check(container, volumes);
      PortRules.check(container.get("ports"), hostNetwork, hostPorts);
    }
    spec.get("terminationGracePeriodSeconds").notNegative();
    spec.get("hostname").checked(text -> text.isEmpty() ? Optional.empty() : Names.dnsLabel(text));
    SchedulingRules.check(spec);
    SecurityRules.checkPod(spec.get("securityContext"));
  }
}
