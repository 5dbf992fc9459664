/// Upstream's documented defaults as one table, put into a tree before it becomes a record.
@NullMarked
package io.nokube.model.defaults;

import org.jspecify.annotations.NullMarked;
