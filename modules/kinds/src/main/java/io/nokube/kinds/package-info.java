/// What each Kubernetes word decides.
@NullMarked
package io.nokube.kinds;

import org.jspecify.annotations.NullMarked;
