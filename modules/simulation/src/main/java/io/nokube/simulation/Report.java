package io.nokube.simulation;

import io.nokube.simulation.check.Violation;
import io.nokube.simulation.story.History;
import java.time.Duration;
import java.util.Optional;

/// What became of a history.
///
/// @param fingerprint of all that happened: the same for the same seed, in every process
/// @param lasted in virtual time
/// @param happened how many things happened
/// @param binds how many pods were put on a node
public record Report(
    History history,
    Optional<Violation> violation,
    long fingerprint,
    Duration lasted,
    long happened,
    long binds) {}
