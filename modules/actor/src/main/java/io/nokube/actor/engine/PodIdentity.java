package io.nokube.actor.engine;

import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;

/// Whose container it is: stands on its labels, so that a successor finds it again.
public record PodIdentity(
    OwnershipPath path, String namespace, String name, Uid uid, NodeName node) {}
