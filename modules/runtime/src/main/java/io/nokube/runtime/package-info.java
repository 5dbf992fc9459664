/// Behaviours run as verticles.
@NullMarked
package io.nokube.runtime;

import org.jspecify.annotations.NullMarked;
