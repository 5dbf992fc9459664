/// The actor language and the ports.
@NullMarked
package io.nokube.actor;

import org.jspecify.annotations.NullMarked;
