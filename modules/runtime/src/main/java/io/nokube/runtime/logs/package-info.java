/// Containers' logs across nodes: a reader pulls pieces by requests on the bus, the container's
/// node reads them from its engine. Bounded, and closed when nobody asks any more.
@NullMarked
package io.nokube.runtime.logs;

import org.jspecify.annotations.NullMarked;
