/// What the store makes of a write, whoever keeps it (etcd, the simulation): the metadata that it
/// alone says, what an update keeps, what a deletion does. Pure; reads and writes nothing.
@NullMarked
package io.nokube.actor.store;

import org.jspecify.annotations.NullMarked;
