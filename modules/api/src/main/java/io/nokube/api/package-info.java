/// The Kubernetes REST face.
@NullMarked
package io.nokube.api;

import org.jspecify.annotations.NullMarked;
