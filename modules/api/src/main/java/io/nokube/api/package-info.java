/// The Kubernetes REST face over the ports: what enters is HTTP behind a bearer token, what leaves
/// is Kubernetes' own JSON, Tables and Status errors. Reads and writes go through
/// [io.nokube.actor.port]; this room never knows etcd, Docker or who runs what.
@NullMarked
package io.nokube.api;

import org.jspecify.annotations.NullMarked;
