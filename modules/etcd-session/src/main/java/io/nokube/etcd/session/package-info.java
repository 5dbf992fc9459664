/// One robust session with etcd, for processes that must know what they know.
///
/// Enters: settings ([io.nokube.etcd.session.EtcdSettings]), transactions and keys. Leaves:
/// outcomes as values, watch deliveries, lease events and the [io.nokube.etcd.session.Contact] on
/// which any conclusion from an absence must rest. It never knows whose keys these are.
///
/// Start reading at [io.nokube.etcd.session.EtcdSession].
@NullMarked
package io.nokube.etcd.session;

import org.jspecify.annotations.NullMarked;
