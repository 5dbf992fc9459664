/// Kubernetes' rules for objects, in its words. They are checked on the tree, with defaults in, so
/// that every problem has its place and all of them are found at once. What is of the wrong type is
/// passed over: the schema says that.
@NullMarked
package io.nokube.model.validation;

import org.jspecify.annotations.NullMarked;
