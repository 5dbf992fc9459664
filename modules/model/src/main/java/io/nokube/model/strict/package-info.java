/// Where text enters: manifests of Kubernetes objects, single objects of the REST API, and nokube's
/// own configuration. Each is read whole, with all its problems at once, or refused.
@NullMarked
package io.nokube.model.strict;

import org.jspecify.annotations.NullMarked;
