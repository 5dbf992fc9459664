package io.nokube.actor;

import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;

/// Which objects an actor wants to see: first as they are, then each change.
public sealed interface Interest {
  /// All objects of a type, of all namespaces. Only heads may ask for it.
  record OfType(ResourceType type) implements Interest {}

  /// One object, which may be absent.
  record One(ObjectKey key) implements Interest {}

  /// The pods bound to a node: what it must run.
  record BoundTo(NodeName node) implements Interest {}
}
