/// A machine made ready.
@NullMarked
package io.nokube.host;

import org.jspecify.annotations.NullMarked;
