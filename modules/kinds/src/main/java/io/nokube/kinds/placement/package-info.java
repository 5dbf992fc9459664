/// Which node a pod runs on. [io.nokube.kinds.placement.Placement] proposes, by filters that
/// explain their no and a score; the node itself disposes, by
/// [io.nokube.kinds.placement.Admission]. The actor `placement-main` binds what is pending.
@NullMarked
package io.nokube.kinds.placement;

import org.jspecify.annotations.NullMarked;
