/// The pod engine on Docker.
@NullMarked
package io.nokube.containers;

import org.jspecify.annotations.NullMarked;
