package io.nokube.host.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that a host can be asked to do for its being a node. `docs/agent-command.md` shows
/// each as JSON.
public sealed interface NodeRequest {

  Duration deadline();

  /// Keep everybody else from working on this node until the caller is gone.
  ///
  /// @param holder who that is, for whoever comes second
  /// @param silence the caller says a byte at least this often; nothing: only its end counts
  record Hold(
      Workspace workspace,
      String cluster,
      String holder,
      Optional<Duration> silence,
      Duration deadline)
      implements NodeRequest {}

  /// Verify what was uploaded into `folder`.
  record VerifyUpload(Path folder, Duration deadline) implements NodeRequest {}

  /// Move staged files into the workspace of `node`.
  record PlaceFiles(
      Workspace workspace,
      NodeIdentity node,
      List<PlacedFile> files,
      List<String> remove,
      Duration deadline)
      implements NodeRequest {}

  /// Have the Docker engine trust these authorities of registries for the cluster's sake, and no
  /// others.
  record TrustRegistries(String cluster, List<RegistryTrust.Wanted> authorities, Duration deadline)
      implements NodeRequest {}

  /// Make the agent's image of what `folder` holds.
  record MakeAgentImage(Path folder, String image, Duration deadline) implements NodeRequest {}

  /// Make etcd's image of the etcd of this host.
  ///
  /// @param image without a tag, the version is its tag
  record MakeEtcdImage(String image, Duration deadline) implements NodeRequest {}

  /// Run this node's etcd member.
  ///
  /// @param awaitHealth whether the cluster has enough members by now to become healthy
  record StartEtcdMember(
      Workspace workspace,
      NodeIdentity node,
      String image,
      String address,
      int clientPort,
      int peerPort,
      FirstStart firstStart,
      long quotaBackendBytes,
      String autoCompactionMode,
      String autoCompactionRetention,
      Duration grace,
      boolean awaitHealth,
      Duration deadline)
      implements NodeRequest {}

  /// Ask which members etcd has.
  record EtcdMembers(Etcdctl etcd, Duration deadline) implements NodeRequest {}

  record EtcdMemberAdd(Etcdctl etcd, String name, String peerUrl, Duration deadline)
      implements NodeRequest {}

  /// @param memberId as [EtcdMembers] tells it: hexadecimal
  record EtcdMemberRemove(Etcdctl etcd, String memberId, Duration deadline)
      implements NodeRequest {}

  /// Ask an etcd that is somebody else's for a key.
  record EtcdLook(ExternalEtcd etcd, String key, Duration deadline) implements NodeRequest {}

  /// Delete what an etcd of somebody else's holds below `prefix`.
  ///
  /// @param key must have `value`, else nothing is deleted
  record EtcdForget(ExternalEtcd etcd, String key, String value, String prefix, Duration deadline)
      implements NodeRequest {}

  /// Write all that etcd holds to a file.
  ///
  /// @param root below which the cluster's keys are
  record EtcdSnapshot(Etcdctl etcd, String root, Path file, Duration deadline)
      implements NodeRequest {}

  /// Make a member's data of a snapshot, beside those that it has.
  ///
  /// @param folder the member's, which has its `data`
  /// @param firstStart the members that there will be
  record EtcdPrepareRestore(
      Path folder,
      Path snapshot,
      String sha256,
      String name,
      String peerUrl,
      FirstStart firstStart,
      Duration deadline)
      implements NodeRequest {}

  /// End this node's member and put the data that were made in the place of its own.
  record EtcdRestoreMember(
      Workspace workspace,
      NodeIdentity node,
      FirstStart firstStart,
      Duration grace,
      Duration deadline)
      implements NodeRequest {}

  /// What was restored counts now.
  ///
  /// @param folder the member's
  record EtcdEndRestore(Path folder, Duration deadline) implements NodeRequest {}

  /// Have agents believe an etcd that was set back.
  ///
  /// @param key of the epoch
  /// @param to at least; it is raised in any case
  record EtcdRaiseEpoch(EpochKeeper etcd, String key, long to, Duration deadline)
      implements NodeRequest {}

  /// End this node's member, which its etcd no longer has, and remove its data.
  record EtcdLeave(
      Workspace workspace, String cluster, String id, Duration grace, Duration deadline)
      implements NodeRequest {}

  /// Run this node's agent and wait until it is ready.
  ///
  /// @param heap how large the agent's heap may become, as the JVM wants it: `96m`
  /// @param apiPort a head's
  /// @param settings stands for all that the agent reads at its start, for whoever looks later
  record StartAgentContainer(
      Workspace workspace,
      NodeIdentity node,
      boolean head,
      String image,
      String heap,
      String settings,
      Optional<Integer> apiPort,
      Map<String, String> env,
      Duration grace,
      Duration readyWithin,
      Duration deadline)
      implements NodeRequest {}

  /// Tell the authorities' keys, which a head keeps.
  record ReadAuthority(Workspace workspace, Duration deadline) implements NodeRequest {}

  /// Tell what the images of this host's engine are made of.
  record ImageLayers(Duration deadline) implements NodeRequest {}

  /// Load the images of `file`, a `docker save` tar.
  record LoadImage(Path file, List<String> names, Duration deadline) implements NodeRequest {}

  /// Take everything of the cluster off this host.
  record RemoveNode(
      Workspace workspace, String cluster, String id, Duration grace, Duration deadline)
      implements NodeRequest {}
}
