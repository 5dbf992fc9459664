/// `make chaos`: the cluster of a few JVMs on a real etcd, in a network of its own, under faults
/// that a seed chooses.
///
/// [io.nokube.vertx.etcd.chaos.Peer] is a node, [io.nokube.vertx.etcd.chaos.Group] a cluster of
/// them with the etcd they stand on, [io.nokube.vertx.etcd.chaos.Plan] what is done to it in one
/// cycle, and [io.nokube.vertx.etcd.chaos.Registry] what is compared afterwards. Docs:
/// `docs/design/chaos.md`.
@NullMarked
package io.nokube.vertx.etcd.chaos;

import org.jspecify.annotations.NullMarked;
