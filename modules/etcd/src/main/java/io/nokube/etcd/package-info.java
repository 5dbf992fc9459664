/// The ports on etcd: objects as compare-and-set transactions, liveness as records on the session's
/// lease. What enters are the ports' calls, what leaves are etcd transactions on the keys that
/// [io.nokube.model.EtcdKeys] spells.
@NullMarked
package io.nokube.etcd;

import org.jspecify.annotations.NullMarked;
