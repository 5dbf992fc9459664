package io.nokube.kinds.placement;

import io.nokube.kinds.Requests;
import io.nokube.model.NodeName;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.meta.Quantity;
import java.util.List;
import java.util.Map;

/// A node as a place for pods: what it offers, and what is taken of it.
///
/// @param taints all that it has, also because it isn't ready or is cordoned
/// @param offered what its pods may request together
/// @param seats how many pods it takes
public record Place(
    Node node, NodeName name, List<Taint> taints, Requests offered, long seats, Taken taken) {

  public static Place of(Node node, Taken taken) {
    Map<String, Quantity> allocatable = node.status().allocatable();
    Quantity none = Quantity.of(0);
    return new Place(
        node,
        new NodeName(node.metadata().name()),
        NodeTaints.shown(node).spec().taints(),
        new Requests(
            allocatable.getOrDefault("cpu", none).milli(),
            allocatable.getOrDefault("memory", none).units()),
        allocatable.getOrDefault("pods", none).units(),
        taken);
  }

  public Place with(Taken taken) {
    return new Place(node, name, taints, offered, seats, taken);
  }
}
