/// The words everything else is said in: Kubernetes objects as records, ids, the ownership path and
/// every etcd key. Text comes in through [io.nokube.model.strict]; canonical JSON goes in and out
/// through [io.nokube.model.json]. Knows no clock, no I/O, no thread.
@NullMarked
package io.nokube.model;

import org.jspecify.annotations.NullMarked;
