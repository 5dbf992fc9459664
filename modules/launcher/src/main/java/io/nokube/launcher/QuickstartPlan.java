package io.nokube.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What quickstart's cluster is: its folder, nodes and configuration. Pure.
///
/// @param folder everything of it but packages and the Docker engine
record QuickstartPlan(Path folder) {
  static final String CLUSTER = "quickstart";
  static final long ETCD_QUOTA = 2L * 1024 * 1024 * 1024;
  static final String IMAGE = "docker.io/library/busybox:1.36";

  /// @param cpu what its pods may request together, of the machine
  record Member(String name, String role, String address, String cpu, String memory) {}

  /// Each has a loopback address of its own, so that host ports don't meet.
  static final List<Member> MEMBERS =
      List.of(
          new Member("n1", "head", "127.0.0.2", "1", "2Gi"),
          new Member("n2", "worker", "127.0.0.3", "1", "2Gi"),
          new Member("n3", "worker", "127.0.0.4", "1", "2Gi"));

  /// Beside the cluster's folder: the engine is the machine's, and outlives the cluster.
  Path docker() {
    return folder.resolveSibling("docker");
  }

  /// There if quickstart started the engine, as a machine without systemd needs it.
  Path dockerPid() {
    return docker().resolve("dockerd.pid");
  }

  Path etcd() {
    return folder.resolve("etcd");
  }

  Path config() {
    return folder.resolve("cluster.yaml");
  }

  Path verticles() {
    return folder.resolve("verticles-config");
  }

  /// Settings as of the distribution, but each agent's share of what one engine takes at once: more
  /// at a time take longer.
  static String verticles(String settings) {
    return Pattern.compile("(?m)^( *starts_at_once: )([0-9]+)$")
        .matcher(settings)
        .replaceAll(line -> {
          int all = Integer.parseInt(line.group(2));
          return line.group(1) + Math.ceilDiv(all, MEMBERS.size());
        });
  }

  /// What tells this cluster from another quickstart on this machine.
  Path id() {
    return folder.resolve("id");
  }

  Path token() {
    return folder.resolve("token");
  }

  Path member(Member member) {
    return folder.resolve(member.name());
  }

  Path readyFile(Member member) {
    return member(member).resolve("ready.json");
  }

  /// On a tmpfs; named after the folder, so that two users' don't meet.
  Path memory() {
    return Path.of("/dev/shm/nokube", "%s-%08x".formatted(CLUSTER, folder.hashCode()));
  }

  Path memory(Member member) {
    return memory().resolve(member.name());
  }

  ObjectNode prepareMachine(boolean noInstall) {
    ObjectNode request = HostCommand.request("prepare-machine", 900);
    request.putArray("packages").add("busybox-static");
    return request
        .put("docker", true)
        .put("etcd", true)
        .put("noInstall", noInstall)
        .put("dockerLog", docker().resolve("dockerd.log").toString());
  }

  ObjectNode stopDocker() {
    return HostCommand.request("stop-agent", 60)
        .put("name", "docker")
        .put("pidFile", dockerPid().toString())
        .put("graceSeconds", 30);
  }

  ObjectNode startEtcd() {
    return HostCommand.request("start-etcd", 60)
        .put("name", CLUSTER)
        .put("folder", etcd().toString())
        .put("address", "127.0.0.1")
        .put("clientPort", "free")
        .put("peerPort", "free")
        .put("quotaBackendBytes", ETCD_QUOTA)
        .put("autoCompactionMode", "periodic")
        .put("autoCompactionRetention", "30m");
  }

  ObjectNode stopEtcd() {
    return HostCommand.request("stop-etcd", 30)
        .put("folder", etcd().toString())
        .put("graceSeconds", 10);
  }

  ObjectNode startAgent(Member member, Path nokube, Map<String, String> env) {
    ObjectNode request = HostCommand.request("start-agent", 30).put("name", member.name());
    ArrayNode command = request.putArray("command");
    command.add(nokube.toString()).add("agent");
    command.add("--node").add(member.name());
    command.add("--config").add(config().toString());
    command.add("--verticles").add(verticles().toString());
    command.add("--token-file").add(token().toString());
    command.add("--ready-file").add(readyFile(member).toString());
    ObjectNode variables = request.putObject("env").put("NOKUBE_AGENT_ROLE", member.role());
    env.forEach(variables::put);
    return request
        .put("log", member(member).resolve("agent.log").toString())
        .put("pidFile", member(member).resolve("agent.pid").toString())
        .put("graceSeconds", 10);
  }

  ObjectNode stopAgent(Member member) {
    return HostCommand.request("stop-agent", 90)
        .put("name", member.name())
        .put("pidFile", member(member).resolve("agent.pid").toString())
        .put("graceSeconds", 60);
  }

  ObjectNode makeImage() {
    return HostCommand.request("make-image", 120).put("name", IMAGE).put("pullSeconds", 20);
  }

  /// @param id of the cluster, made once
  /// @param etcd its client URL
  String clusterYaml(String id, String etcd) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Made by nokube quickstart. Nothing in it is defaulted.\n");
    yaml.append("cluster: ").append(CLUSTER).append('\n');
    yaml.append("id: \"").append(id).append("\"\n");
    yaml.append("on_isolation: keep\n");
    yaml.append("etcd:\n");
    yaml.append("  endpoints: [\"").append(etcd).append("\"]\n");
    yaml.append("  lease_ttl: 10s\n");
    yaml.append("  lease_renew: 2s\n");
    yaml.append("  request_timeout: 3s\n");
    yaml.append("  reconnect_bound: 4s\n");
    yaml.append("  quota_backend_bytes: ").append(ETCD_QUOTA).append('\n');
    yaml.append("nodes:\n");
    for (Member member : MEMBERS) {
      yaml.append("  ").append(member.name()).append(":\n");
      yaml.append("    role: ").append(member.role()).append('\n');
      yaml.append("    address: ").append(member.address()).append('\n');
      yaml.append("    api_port: 0\n");
      yaml.append("    workspace: ").append(member(member).resolve("workspace")).append('\n');
      yaml.append("    memory: ").append(memory(member)).append('\n');
      yaml.append("    docker: unix:///var/run/docker.sock\n");
      yaml.append("    host_root: /\n");
      yaml.append(
          "    allocatable: {cpu: \"%s\", memory: %s, pods: \"110\"}%n"
              .formatted(member.cpu(), member.memory()));
      yaml.append("    labels: {}\n");
      yaml.append("    taints: []\n");
    }
    return yaml.toString();
  }
}
