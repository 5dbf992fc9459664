/// So many like pods, replaced bit by bit when their template changes (S25).
/// [io.nokube.kinds.deployment.Rollout] decides which pods to make and delete; the actor of a
/// Deployment sees the pods that it controls, carries the plan out and says how far it is. There
/// are no ReplicaSets: a revision is the label `pod-template-hash` on its pods.
@NullMarked
package io.nokube.kinds.deployment;

import org.jspecify.annotations.NullMarked;
