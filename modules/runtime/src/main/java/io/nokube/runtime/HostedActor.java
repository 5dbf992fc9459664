package io.nokube.runtime;

import io.nokube.actor.Incarnation;
import io.nokube.model.OwnershipPath;
import java.util.Optional;

/// An actor that this node hosts.
///
/// @param incarnation empty until it has started, and while it waits for its alive record
public record HostedActor(OwnershipPath path, Optional<Incarnation> incarnation) {}
