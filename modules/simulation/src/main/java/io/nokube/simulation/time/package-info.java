/// Virtual time, chance, and how patient everything is: what is due, in the order of its time, and
/// what is due at the same time in the order in which it was asked for. Nothing here knows the
/// machine's clock.
@NullMarked
package io.nokube.simulation.time;

import org.jspecify.annotations.NullMarked;
