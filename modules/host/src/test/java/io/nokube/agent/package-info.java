/// What stands in for an agent in this room's tests: it can't see the real one.
@NullMarked
package io.nokube.agent;

import org.jspecify.annotations.NullMarked;
