/// What nokube costs, each figure beside its floor measured in the same run.
///
/// `Main` makes quickstart's cluster in a home of its own, lets each `Measurement` look at it from
/// outside (the API, the engine, etcd, `/proc`), prints one table and cleans up. Nothing of
/// nokube's own code runs in this process but the event bus' benchmark.
@NullMarked
package io.nokube.bench;

import org.jspecify.annotations.NullMarked;
