/// What a node runs: being its agent. In come the pods bound to the node and its own Node object;
/// out go its capacity, an admission or rejection of each pod, a pod's actor for each admitted one,
/// and the end of containers that belong to no binding. It never picks a node for a pod, and never
/// touches the containers of a pod that has an actor.
@NullMarked
package io.nokube.kinds.agent;

import org.jspecify.annotations.NullMarked;
