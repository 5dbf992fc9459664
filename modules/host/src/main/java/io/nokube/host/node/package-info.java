/// A host made a node of a cluster: its files, its images, its etcd member and its agent, each
/// looked at, decided on, made equal and verified; and all of it taken off again.
///
/// What enters is a [NodeRequest][io.nokube.host.node.NodeRequest]; what leaves is a result that
/// says what was changed. An agent is here no more than a container with a file that says it is
/// ready.
@NullMarked
package io.nokube.host.node;

import org.jspecify.annotations.NullMarked;
