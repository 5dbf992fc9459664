/// A real etcd for tests: one process on free loopback ports with a data folder of its own; and an
/// authority whose certificates it and its clients show.
///
/// Other rooms depend on this one in test scope only. Nothing enters but flags; what leaves is an
/// endpoint and the power to make that endpoint fail.
@NullMarked
package io.nokube.etcd.process;

import org.jspecify.annotations.NullMarked;
