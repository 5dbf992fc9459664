/// A machine made ready: look, decide, act, verify.
///
/// What enters is one [Request][io.nokube.host.Request] in JSON; what leaves are lines of progress
/// and one result. Whatever decides is a pure function from what was seen to a plan; what acts is
/// thin and may be repeated: doing it again changes nothing that is right already. Programs are run
/// only where nothing else can do it (apt-get, dpkg, systemctl, dockerd, etcd, etcdctl, ldd); all
/// else is Java.
///
/// What a machine is looked at and changed with is in `system`; what makes it a node of a cluster
/// is in `node`; here are the command agent itself and what any machine needs.
///
/// This room knows nothing of Kubernetes, of nokube's objects or of its agents beyond that they are
/// processes.
@NullMarked
package io.nokube.host;

import org.jspecify.annotations.NullMarked;
