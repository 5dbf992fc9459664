/// `nokube playground`: hosts that are containers with a real init, sshd and an engine of their
/// own, on one machine, so that anyone can try a cluster of several. What enters is how many hosts
/// and which of them bare; what leaves is a cluster's file. It reaches the Docker engine by the
/// docker command and the command agent, and knows nothing of what is then deployed on its hosts.
@NullMarked
package io.nokube.launcher.playground;

import org.jspecify.annotations.NullMarked;
