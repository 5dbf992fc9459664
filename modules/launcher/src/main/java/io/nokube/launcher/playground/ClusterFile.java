package io.nokube.launcher.playground;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The cluster's file for `nokube new-or-update`: three heads where there are three hosts, one
/// where there are fewer. Pure.
///
/// @param key the file of the key to log in with
record ClusterFile(String cluster, Path key, List<Host> hosts) {
  private static final int HEADS = 3;

  /// @param hostKey the fingerprint of its SSH key
  record Host(String name, String address, String hostKey) {}

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    List<Host> heads = heads();
    yaml.append("# Made by nokube playground up. Nothing in it is defaulted.\n");
    yaml.append("cluster: ").append(cluster).append('\n');
    yaml.append("on_isolation: keep\n");
    yaml.append("orphan_grace: 60s\n");
    yaml.append("evict_after: 30s\n");
    yaml.append("poll_children: 3s\n");
    yaml.append("poll_parent: 3s\n");
    yaml.append("etcd:\n");
    yaml.append("  members: [")
        .append(heads.stream().map(Host::name).collect(Collectors.joining(", ")))
        .append("]\n");
    yaml.append("  client_port: 2379\n");
    yaml.append("  peer_port: 2380\n");
    yaml.append("  lease_ttl: 10s\n");
    yaml.append("  lease_renew: 2s\n");
    yaml.append("  request_timeout: 3s\n");
    yaml.append("  reconnect_bound: 4s\n");
    yaml.append("  quota_backend_bytes: 2147483648\n");
    yaml.append("api: {port: 6443}\n");
    yaml.append("certificates: {node_validity: 90d, authority_validity: 3650d}\n");
    yaml.append("packages: {proxy: none, mirror: none}\n");
    yaml.append("images: {mirrors: []}\n");
    yaml.append("nodes:\n");
    for (Host host : hosts) {
      yaml.append("  ").append(host.name()).append(":\n");
      yaml.append("    role: ").append(heads.contains(host) ? "head" : "worker").append('\n');
      yaml.append("    address: ").append(host.address()).append('\n');
      yaml.append("    ssh:\n");
      yaml.append("      address: ").append(host.address()).append('\n');
      yaml.append("      port: 22\n");
      yaml.append("      user: root\n");
      yaml.append("      host_key: \"").append(host.hostKey()).append("\"\n");
      yaml.append("      login: {key_file: \"").append(key).append("\"}\n");
      yaml.append("      become: none\n");
      yaml.append("    workspace: /var/lib/nokube/").append(cluster).append('\n');
      yaml.append("    allocatable: {cpu: \"1\", memory: 2Gi, pods: \"110\"}\n");
      yaml.append("    labels: {}\n");
      yaml.append("    taints: []\n");
    }
    return yaml.toString();
  }

  /// Two heads would die together: either there are three, or one.
  private List<Host> heads() {
    return hosts.subList(0, hosts.size() < HEADS ? 1 : HEADS);
  }
}
