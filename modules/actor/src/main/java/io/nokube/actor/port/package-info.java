/// The ports: the only ways to the world. Adapters implement them (etcd, Docker), the simulation
/// does too, and neighbours that don't know one another meet here. Every method blocks up to its
/// adapter's deadline and is meant for virtual threads, never for an event loop. A read says found,
/// absent or unavailable; a write says accepted, refused or unknown.
@NullMarked
package io.nokube.actor.port;

import org.jspecify.annotations.NullMarked;
