/// Nodes' certificates are renewed before they expire, by the nodes themselves: a node asks in
/// etcd, the head that leads signs, and the node takes what it may. Its key stays the same, and
/// never leaves it.
@NullMarked
package io.nokube.agent.renewal;

import org.jspecify.annotations.NullMarked;
