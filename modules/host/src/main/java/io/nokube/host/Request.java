package io.nokube.host;

import io.nokube.host.node.NodeRequest;
import io.nokube.host.node.Workspace;
import io.nokube.host.system.PortChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing the command agent can be asked to do. `docs/agent-command.md` shows each as JSON.
///
/// All are idempotent: what is right already is left as it is. Each has a deadline for all of it.
public sealed interface Request {

  Duration deadline();

  /// Report what is here; change nothing.
  record Look(Optional<Place> place, Duration deadline) implements Request {}

  /// Where a cluster's node is on a host.
  record Place(Workspace workspace, String cluster) {}

  /// Something for a host's being a node of a cluster.
  record OnNode(NodeRequest request) implements Request {

    @Override
    public Duration deadline() {
      return request.deadline();
    }
  }

  /// Install what is missing and start the Docker engine.
  ///
  /// @param packages names of Debian packages wanted besides those that Docker and etcd need
  /// @param noInstall refuse, naming what is missing, instead of installing
  /// @param dockerLog takes dockerd's output where no systemd starts it; its pid file lies beside
  ///   it
  /// @param engine how the Docker engine shall be set and started at boot; nothing: as it is
  /// @param apt from where packages come this time; nothing: as the machine is set
  record PrepareMachine(
      List<String> packages,
      boolean docker,
      boolean etcd,
      boolean noInstall,
      Path dockerLog,
      Optional<EngineSettings> engine,
      Optional<AptSource> apt,
      Duration deadline)
      implements Request {}

  /// Run a single-member etcd, with everything of it in `folder`.
  record StartEtcd(
      String name,
      Path folder,
      String address,
      PortChoice clientPort,
      PortChoice peerPort,
      long quotaBackendBytes,
      String autoCompactionMode,
      String autoCompactionRetention,
      Duration deadline)
      implements Request {}

  /// End the etcd of `folder`: SIGTERM, and SIGKILL after `grace`. Its data stay.
  record StopEtcd(Path folder, Duration grace, Duration deadline) implements Request {}

  /// Put the data that were made of a snapshot in the place of those that the etcd of `folder` has,
  /// which must not run.
  record RestoreEtcd(Path folder, Duration deadline) implements Request {}

  /// Run an agent as a process of its own.
  ///
  /// @param env added to the environment of the command agent; nothing secret, since requests stand
  ///   on a command line
  /// @param envFile a JSON object of further variables, in a file that only its owner may read
  record StartAgent(
      String name,
      List<String> command,
      Map<String, String> env,
      Optional<Path> envFile,
      Path log,
      Path pidFile,
      Duration grace,
      Duration deadline)
      implements Request {}

  /// End the agent of `pidFile`: SIGTERM, and SIGKILL after `grace`.
  record StopAgent(String name, Path pidFile, Duration grace, Duration deadline)
      implements Request {}

  /// Have an image called `name` with busybox in it.
  ///
  /// @param pull how long to try to pull it first; nothing: don't
  record MakeImage(String name, Optional<Duration> pull, Duration deadline) implements Request {}

  /// Have an image for a playground's hosts: this machine's own release with an init, sshd and
  /// `packages`.
  ///
  /// @param variant first word of the image's tag; the rest names what it is made from
  /// @param optionalPackages left out where the release has no such package
  /// @param folder where it is made; nothing stays there
  record MakeHostImage(
      String repository,
      String variant,
      List<String> packages,
      List<String> optionalPackages,
      Path folder,
      Duration deadline)
      implements Request {}
}
