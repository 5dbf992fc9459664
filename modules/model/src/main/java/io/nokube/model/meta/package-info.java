/// What every Kubernetes object carries: metadata, owners, selectors, quantities, conditions.
@NullMarked
package io.nokube.model.meta;

import org.jspecify.annotations.NullMarked;
