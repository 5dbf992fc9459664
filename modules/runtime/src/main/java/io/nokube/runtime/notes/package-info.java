/// Kubernetes Events: what actors note, counted while it repeats, gathered, and written. An actor
/// never waits for it. Knows no actor but by its kind, and the store only through its port.
@NullMarked
package io.nokube.runtime.notes;

import org.jspecify.annotations.NullMarked;
