/// Kubernetes' apps group: Deployment and DaemonSet.
@NullMarked
package io.nokube.model.apps;

import org.jspecify.annotations.NullMarked;
