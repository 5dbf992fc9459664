/// The node process. One agent hosts a node's verticles: it reads the configuration, opens the
/// session with etcd and the Docker engine, joins the bus, and wires the rooms together; nothing is
/// decided here. `agent-command` does one thing on this host and ends.
@NullMarked
package io.nokube.agent;

import org.jspecify.annotations.NullMarked;
