/// Kubernetes' rules for objects, checked on the tree so that every problem has its place.
@NullMarked
package io.nokube.model.validation;

import org.jspecify.annotations.NullMarked;
