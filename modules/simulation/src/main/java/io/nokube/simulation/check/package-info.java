/// What must hold, whatever happens: sees all that the store takes and the engines do, and looks at
/// the whole from outside, as no node can. The first thing that does not hold ends a history.
///
/// All of it is for `on_isolation: keep`. What `stop` promises besides (never a pod and its
/// replacement alive together) belongs in [io.nokube.simulation.check.Running].
@NullMarked
package io.nokube.simulation.check;

import org.jspecify.annotations.NullMarked;
