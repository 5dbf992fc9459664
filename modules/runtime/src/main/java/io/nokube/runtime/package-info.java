/// Behaviours run as Vert.x verticles. Signals come in from the ports, the bus and other actors of
/// the node; effects go out to them, and every blocking call goes to a virtual thread. An actor
/// runs while it holds its alive record; a throw in it ends that life only. What to make of silence
/// and absence is decided in `verdict`, without Vert.x. Knows no kind and no adapter.
@NullMarked
package io.nokube.runtime;

import org.jspecify.annotations.NullMarked;
