/// The ports on etcd.
@NullMarked
package io.nokube.etcd;

import org.jspecify.annotations.NullMarked;
