/// What pods are to the container engine: plans computed by behaviours, and what is seen of them.
/// Nothing here knows Docker; the engine's adapter says it in Docker's words.
@NullMarked
package io.nokube.actor.engine;

import org.jspecify.annotations.NullMarked;
