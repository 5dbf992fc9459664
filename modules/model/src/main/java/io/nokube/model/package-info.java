/// Kubernetes objects, ids, ownership paths and etcd keys.
@NullMarked
package io.nokube.model;

import org.jspecify.annotations.NullMarked;
