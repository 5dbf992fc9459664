/// A node and its agent process, as `io.nokube.runtime` runs it, on virtual time: claims alive
/// records, runs behaviours, spawns, polls children and parents, is restarted. What is decided is
/// decided by [io.nokube.actor.verdict] in both; what the runtime does with Vert.x and threads is
/// mirrored here with callbacks, class by class and under the same names. [Decisions] is where a
/// test puts a mistake.
@NullMarked
package io.nokube.simulation.node;

import org.jspecify.annotations.NullMarked;
