/// A container engine without containers: what runs, ends, is found again. It has a node's deaths
/// and errors, and tells a [io.nokube.simulation.engine.EngineWitness] all that it does.
@NullMarked
package io.nokube.simulation.engine;

import org.jspecify.annotations.NullMarked;
