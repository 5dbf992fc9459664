/// Who this node is to others, and whom it takes for one of its own: the PEM files of the node's
/// configuration, looked at again while it runs.
///
/// Enters: paths. Leaves: the JDK's key and trust managers, for etcd, the bus and the API. It never
/// knows who makes the files.
@NullMarked
package io.nokube.agent.identity;

import org.jspecify.annotations.NullMarked;
