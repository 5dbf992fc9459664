/// A store that answers as etcd does: revisions, compare-and-set, fences, leases, watches that
/// resume or begin anew, outages, new leaders. What a write makes of an object is decided by
/// [io.nokube.actor.store], as in the real one. [Session] is a process' way to it.
@NullMarked
package io.nokube.simulation.store;

import org.jspecify.annotations.NullMarked;
