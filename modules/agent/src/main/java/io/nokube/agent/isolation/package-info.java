/// `on_isolation: stop`: the containers of a node that is cut off from etcd end before others may
/// take their place. Here it is done; decided it is in `io.nokube.actor.isolation`. See
/// docs/design/isolation.md for the proof.
@NullMarked
package io.nokube.agent.isolation;

import org.jspecify.annotations.NullMarked;
