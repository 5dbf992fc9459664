/// What a machine has.
@NullMarked
package io.nokube.telemetry;

import org.jspecify.annotations.NullMarked;
