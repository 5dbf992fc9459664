package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.launcher.cluster.Seen.Peer;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode;
import io.nokube.model.cluster.EtcdSource;
import java.util.List;
import java.util.Map;

/// What a node's command agent is asked for (docs/agent-command.md). Pure; holds nothing secret.
///
/// @param folder what was uploaded, on the host
record Requests(ClusterFile file, String id, String node, String folder) {
  private static final int INSTALL_SECONDS = 900;
  private static final int STEP_SECONDS = 120;

  private ClusterNode settings() {
    return file.node(new NodeName(node));
  }

  private ObjectNode request(String operation, int seconds) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("operation", operation)
        .put("deadlineSeconds", seconds);
  }

  private ObjectNode ofWorkspace(String operation, int seconds) {
    return request(operation, seconds).put("workspace", settings().workspace().path());
  }

  private ObjectNode ofCluster(String operation, int seconds) {
    return ofWorkspace(operation, seconds).put("cluster", file.cluster().text()).put("id", id);
  }

  /// @param holder who this is, for whoever comes second
  ObjectNode hold(String holder) {
    return ofWorkspace("hold", STEP_SECONDS)
        .put("cluster", file.cluster().text())
        .put("holder", holder);
  }

  ObjectNode look() {
    return ofWorkspace("look", STEP_SECONDS).put("cluster", file.cluster().text());
  }

  ObjectNode prepare(boolean etcd) {
    ObjectNode request = request("prepare-machine", INSTALL_SECONDS);
    request.putArray("packages");
    request.put("docker", true).put("etcd", etcd).put("noInstall", false);
    request.put("dockerLog", "/var/log/nokube/dockerd.log");
    ArrayNode mirrors = request.putObject("engine").put("liveRestore", true).putArray("mirrors");
    file.images().mirrors().forEach(mirror -> mirrors.add(mirror.toString()));
    ObjectNode apt = request.putObject("apt");
    file.packages().proxy().asUrl().ifPresent(proxy -> apt.put("proxy", proxy.toString()));
    file.packages().mirror().asUrl().ifPresent(mirror -> apt.put("mirror", mirror.toString()));
    return request;
  }

  ObjectNode verifyUpload() {
    return request("verify-upload", STEP_SECONDS).put("folder", folder);
  }

  ObjectNode makeAgentImage(String image) {
    return request("make-agent-image", STEP_SECONDS).put("folder", folder).put("image", image);
  }

  ObjectNode makeEtcdImage(String image) {
    return request("make-etcd-image", STEP_SECONDS).put("image", image);
  }

  /// @param staged where each file waits, by its path below the workspace
  ObjectNode place(Map<String, String> staged, List<String> remove) {
    ObjectNode request = ofWorkspace("place-files", STEP_SECONDS);
    request.putObject("node").put("cluster", file.cluster().text()).put("id", id).put("node", node);
    ArrayNode files = request.putArray("files");
    staged.forEach(
        (path, from) -> files.addObject().put("from", from).put("to", path).put("mode", "0600"));
    ArrayNode gone = request.putArray("remove");
    remove.forEach(gone::add);
    return request;
  }

  /// @param staged where the certificate of each registry's authority waits, by the registry's host
  ObjectNode trustRegistries(Map<String, String> staged) {
    ObjectNode request =
        request("trust-registries", STEP_SECONDS).put("cluster", file.cluster().text());
    ArrayNode authorities = request.putArray("authorities");
    staged.forEach((host, from) -> authorities.addObject().put("host", host).put("from", from));
    return request;
  }

  ObjectNode startEtcd(String image, FirstStart first, boolean awaitHealth) {
    EtcdSource.Members members = EtcdWork.members(file);
    ObjectNode request = ofCluster("start-etcd-member", STEP_SECONDS);
    request
        .put("node", node)
        .put("image", image)
        .put("address", settings().address().text())
        .put("clientPort", members.clientPort())
        .put("peerPort", members.peerPort())
        .put("state", first.state())
        .put("token", first.token())
        .put("quotaBackendBytes", members.quotaBackendBytes())
        .put("autoCompactionMode", "periodic")
        .put("autoCompactionRetention", "30m")
        .put("awaitHealth", awaitHealth);
    request.set("initialCluster", peers(first.initialCluster()));
    return request;
  }

  static ArrayNode peers(List<Peer> peers) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    peers.forEach(peer -> all.addObject().put("name", peer.name()).put("peerUrl", peer.url()));
    return all;
  }

  ObjectNode etcdMembers(List<String> endpoints) {
    return ofEtcd("etcd-members", endpoints);
  }

  ObjectNode addEtcdMember(List<String> endpoints, Peer peer) {
    return ofEtcd("etcd-member-add", endpoints).put("name", peer.name()).put("peerUrl", peer.url());
  }

  ObjectNode removeEtcdMember(List<String> endpoints, String memberId) {
    return ofEtcd("etcd-member-remove", endpoints).put("memberId", memberId);
  }

  ObjectNode leaveEtcd() {
    return ofCluster("etcd-leave", STEP_SECONDS);
  }

  ObjectNode snapshot(List<String> endpoints, String remote) {
    return ofEtcd("etcd-snapshot", endpoints)
        .put("deadlineSeconds", INSTALL_SECONDS)
        .put("root", keys().root())
        .put("file", remote);
  }

  /// @param staged the snapshot, on the host
  ObjectNode prepareRestore(String staged, String sha256, FirstStart first) {
    return restored(request("etcd-prepare-restore", INSTALL_SECONDS), first)
        .put("folder", settings().workspace().path() + "/etcd")
        .put("snapshot", staged)
        .put("sha256", sha256)
        .put("name", node)
        .put("peerUrl", EtcdWork.peerUrl(file, new NodeName(node)));
  }

  ObjectNode restoreMember(FirstStart first) {
    return restored(ofCluster("etcd-restore-member", STEP_SECONDS), first).put("node", node);
  }

  private static ObjectNode restored(ObjectNode request, FirstStart first) {
    request.put("token", first.token()).set("initialCluster", peers(first.initialCluster()));
    return request;
  }

  ObjectNode endRestore() {
    return request("etcd-end-restore", STEP_SECONDS)
        .put("folder", settings().workspace().path() + "/etcd");
  }

  ObjectNode raiseEpoch(List<String> endpoints, long to) {
    ObjectNode request = ofEtcd("etcd-raise-epoch", endpoints);
    if (file.members().isEmpty()) {
      String tls = settings().workspace().path() + "/tls/";
      request
          .putObject("tls")
          .put("authority", tls + "etcd-ca.crt")
          .put("certificate", tls + "etcd.crt")
          .put("key", tls + "etcd.key");
      request.remove("workspace");
    }
    return request.put("key", keys().epoch()).put("to", to);
  }

  private ObjectNode ofEtcd(String operation, List<String> endpoints) {
    ObjectNode request = ofWorkspace(operation, STEP_SECONDS);
    ArrayNode all = request.putArray("endpoints");
    endpoints.forEach(all::add);
    return request;
  }

  /// Asks an external etcd whose data it holds under the cluster's name.
  ///
  /// @param staged where the files of [EtcdFiles#ofNode] wait, by their path below the workspace
  ObjectNode lookAtEtcd(List<String> endpoints, Map<String, String> staged) {
    return ofExternalEtcd("etcd-look", endpoints, staged);
  }

  /// Deletes from an external etcd what it holds of the cluster.
  ObjectNode forgetInEtcd(List<String> endpoints, Map<String, String> staged) {
    return ofExternalEtcd("etcd-forget", endpoints, staged)
        .put("value", id)
        .put("prefix", keys().root());
  }

  private EtcdKeys keys() {
    return new EtcdKeys(file.cluster());
  }

  private ObjectNode ofExternalEtcd(
      String operation, List<String> endpoints, Map<String, String> staged) {
    ObjectNode request = request(operation, STEP_SECONDS).put("key", keys().id());
    ArrayNode all = request.putArray("endpoints");
    endpoints.forEach(all::add);
    request
        .putObject("tls")
        .put("authority", staged.get("tls/etcd-ca.crt"))
        .put("certificate", staged.get("tls/etcd.crt"))
        .put("key", staged.get("tls/etcd.key"));
    return request;
  }

  /// @param settings see [NodeWanted]
  ObjectNode startAgent(String image, boolean head, String settings) {
    ObjectNode request = ofCluster("start-agent-container", STEP_SECONDS);
    request.putObject("env");
    if (head) {
      request.put("apiPort", file.api().port());
    }
    return request
        .put("node", node)
        .put("role", head ? "head" : "worker")
        .put("image", image)
        .put("memory", head ? "128m" : "96m")
        .put("settings", settings)
        .put("readyWithinSeconds", 90);
  }

  ObjectNode readAuthority() {
    return ofWorkspace("read-authority", STEP_SECONDS);
  }

  ObjectNode imageLayers() {
    return request("image-layers", STEP_SECONDS);
  }

  ObjectNode loadImage(String staged, List<String> names) {
    ObjectNode request = request("load-image", INSTALL_SECONDS).put("file", staged);
    ArrayNode all = request.putArray("names");
    names.forEach(all::add);
    return request;
  }

  ObjectNode removeNode() {
    return ofCluster("remove-node", STEP_SECONDS);
  }
}
