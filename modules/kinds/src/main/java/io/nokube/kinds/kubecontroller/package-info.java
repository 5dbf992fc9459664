/// The root of the tree: spawns what the objects ask for, polls the nodes' agents and says which
/// nodes are silent, evicts from nodes that stay silent, and clears away what belongs to nobody any
/// more. Each of these is a pure planner; [io.nokube.kinds.kubecontroller.KubeSync] runs them one
/// after the other. Knows nothing of how a deployment or a pod does its work.
@NullMarked
package io.nokube.kinds.kubecontroller;

import org.jspecify.annotations.NullMarked;
