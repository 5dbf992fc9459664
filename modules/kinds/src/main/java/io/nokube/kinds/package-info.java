/// What each Kubernetes word decides, one package each. A kind is a pure planner (a static function
/// from what is wanted and what is seen to a plan) and a thin behaviour that turns signals into
/// state, calls the planner and turns the plan into effects. Here is only what several words share:
/// whose child a pod is, and what it asks of a node.
@NullMarked
package io.nokube.kinds;

import org.jspecify.annotations.NullMarked;
