/// One container of a pod: found again or started, restarted by policy, stopped when its pod says
/// so. In come the pod's wishes ([ContainerMessage.Be], [ContainerMessage.Stop]), what the engine
/// says, and outcomes; out go engine actions and the container's status, told to the pod. It never
/// reads or writes the store, and never decides whether its pod should be.
@NullMarked
package io.nokube.kinds.container;

import org.jspecify.annotations.NullMarked;
