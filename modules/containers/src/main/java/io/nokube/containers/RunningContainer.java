package io.nokube.containers;

import io.nokube.actor.engine.ContainerId;
import io.nokube.model.OwnershipPath;

/// A container that runs, as the engine's list has it.
///
/// @param path of the container's actor; of a pause container, the pod's
/// @param sandbox whether it is a pod's pause container
public record RunningContainer(ContainerId id, OwnershipPath path, boolean sandbox) {}
