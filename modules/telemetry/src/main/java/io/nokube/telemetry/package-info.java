/// What a machine is: processors, memory, operating system, read from the machine itself with OSHI.
/// Knows no cluster.
@NullMarked
package io.nokube.telemetry;

import org.jspecify.annotations.NullMarked;
