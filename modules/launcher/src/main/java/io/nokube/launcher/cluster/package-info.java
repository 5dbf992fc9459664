/// `nokube new-or-update`: a cluster's file and what its hosts say go in; a plan comes out (pure),
/// and is carried out over SSH, node by node, one command agent a step.
///
/// It knows no etcd and no Docker: those are asked for by the command agent on the host.
@NullMarked
package io.nokube.launcher.cluster;

import org.jspecify.annotations.NullMarked;
