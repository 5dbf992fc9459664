/// One robust session with etcd.
@NullMarked
package io.nokube.etcd.session;

import org.jspecify.annotations.NullMarked;
