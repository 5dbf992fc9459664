/// A Vert.x ClusterManager on etcd: nodes, event bus registrations, shared maps, locks and
/// counters.
///
/// Enters: where etcd is and a key prefix. Leaves: what Vert.x' cluster SPI promises. Everything
/// that must end with a node (its membership, its registrations, its locks) hangs on the node's
/// lease under `<prefix>live/` and is known to all nodes through one watch, so all see the same
/// order of events. It knows nothing of what its users are.
///
/// Start reading at [io.nokube.vertx.etcd.EtcdClusterManager].
@NullMarked
package io.nokube.vertx.etcd;

import org.jspecify.annotations.NullMarked;
