package io.nokube.agent;

import io.nokube.agent.config.ClusterConfig.NodeConfig;
import io.nokube.agent.config.ClusterConfig.Role;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ConfiguredTaint;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeAddress;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.Quantity;
import io.nokube.telemetry.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Node object that an agent begins with; its actor adds what the engine says. Pure.
final class NodeObject {
  private NodeObject() {}

  static Node of(NodeName name, NodeConfig config, Machine machine, String version) {
    Map<String, String> labels = new HashMap<>(config.labels());
    labels.put("kubernetes.io/hostname", name.text());
    labels.put("kubernetes.io/os", machine.operatingSystem());
    labels.put("kubernetes.io/arch", machine.architecture());
    labels.put("node-role.kubernetes.io/" + (config.role() == Role.HEAD ? "head" : "worker"), "");
    Map<String, Quantity> capacity = new HashMap<>(config.allocatable());
    capacity.put("cpu", Quantity.of(machine.processors()));
    capacity.put("memory", Quantity.of(machine.memoryBytes()));
    NodeStatus status =
        new NodeStatus(
            Map.copyOf(capacity),
            config.allocatable(),
            List.of(),
            List.of(
                new NodeAddress("InternalIP", config.address()),
                new NodeAddress("Hostname", name.text())),
            new NodeSystemInfo(
                machine.architecture(),
                machine.operatingSystem(),
                machine.osImage(),
                machine.kernelVersion(),
                "",
                version));
    return new Node(
        ObjectMeta.named("", name.text()).withLabels(Map.copyOf(labels)),
        new NodeSpec(false, config.taints().stream().map(ConfiguredTaint::taint).toList()),
        status);
  }
}
