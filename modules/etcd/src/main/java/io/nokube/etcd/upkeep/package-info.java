/// Looking after etcd itself: history is compacted, room is watched. What enters is etcd's word on
/// its database; what leaves are compactions and reports.
@NullMarked
package io.nokube.etcd.upkeep;

import org.jspecify.annotations.NullMarked;
