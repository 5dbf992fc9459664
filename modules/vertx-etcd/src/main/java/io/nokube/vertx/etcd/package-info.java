/// A Vert.x cluster manager on an etcd session.
@NullMarked
package io.nokube.vertx.etcd;

import org.jspecify.annotations.NullMarked;
