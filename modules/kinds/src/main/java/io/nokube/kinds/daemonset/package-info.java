/// One pod on each node that its affinity and tolerations allow (S24).
/// [io.nokube.kinds.daemonset.Eligibility] says which nodes those are,
/// [io.nokube.kinds.daemonset.DaemonPlan] which pods to make and delete. A pod is bound to its node
/// from the start and named after it, so there are never two of one node; whether it has room, the
/// node itself says ([io.nokube.kinds.placement.Admission]).
@NullMarked
package io.nokube.kinds.daemonset;

import org.jspecify.annotations.NullMarked;
