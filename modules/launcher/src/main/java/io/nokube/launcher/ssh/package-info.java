/// Hosts reached over SSH: what enters is an [io.nokube.launcher.ssh.SshTarget] (where, as whom,
/// and how the host proves itself), what leaves is files put and read by SFTP, programs run, and a
/// [io.nokube.launcher.ssh.SshFailure] that a person can act on. It knows nothing of clusters.
/// Calls block and belong on virtual threads; each ends by a deadline. A thread that is interrupted
/// in a call may lose the connection.
///
/// sshj speaks the protocol, with the JDK's own cryptography. What is ours: whom to trust
/// ([HostKeyCheck]), logging in by an agent ([AgentClient]), noticing a dead host ([Link]), and
/// telling failures apart ([Trouble]).
@NullMarked
package io.nokube.launcher.ssh;

import org.jspecify.annotations.NullMarked;
