/// The nokube command.
@NullMarked
package io.nokube.launcher;

import org.jspecify.annotations.NullMarked;
