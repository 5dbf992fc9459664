/// Upstream's documented defaults as one table, put into a tree before it becomes a record. What
/// isn't in the table has no default: absent text, lists, maps and numbers are empty or zero, as
/// upstream has them.
@NullMarked
package io.nokube.model.defaults;

import org.jspecify.annotations.NullMarked;
