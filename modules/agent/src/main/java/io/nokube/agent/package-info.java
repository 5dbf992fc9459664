/// The node process.
@NullMarked
package io.nokube.agent;

import org.jspecify.annotations.NullMarked;
