package io.nokube.runtime;

import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.PodEngine;

/// The ways to the world that a node's actors have.
public record Ports(ObjectStore store, Liveness liveness, PodEngine engine) {}
