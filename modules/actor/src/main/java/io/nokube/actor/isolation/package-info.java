/// `on_isolation: stop`, as far as it is decided: when a node that is cut off has to end what runs
/// on it, and what it may start again. In come times of a clock that only runs forward, what a
/// session says of its lease and what was read; out comes what is due. See docs/design/isolation.md
/// for the proof.
@NullMarked
package io.nokube.actor.isolation;

import org.jspecify.annotations.NullMarked;
