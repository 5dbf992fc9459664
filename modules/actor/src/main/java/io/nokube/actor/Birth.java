package io.nokube.actor;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.util.Optional;

/// What an actor is born with.
///
/// @param subject the object it acts for, as its parent knew it: a pod's or container's Pod, a
///   deployment's Deployment; empty for kubecontroller, agents and stores
public record Birth(OwnershipPath self, NodeName node, Optional<KubeObject> subject) {}
