/// Tests of the whole.
@NullMarked
package io.nokube.acceptance;

import org.jspecify.annotations.NullMarked;
