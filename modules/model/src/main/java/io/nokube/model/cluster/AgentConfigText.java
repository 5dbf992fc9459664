package io.nokube.model.cluster;

import com.fasterxml.jackson.databind.node.TextNode;
import io.nokube.model.Grace;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile.Etcd;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.meta.Quantity;
import io.nokube.model.schema.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What one node's agent is told: the text of its configuration. Equal files give equal texts.
public final class AgentConfigText {
  private AgentConfigText() {}

  /// @param id tells the cluster's data from another's of its name
  /// @param name of a node of the file; no other is in the text
  public static String of(ClusterFile file, String id, NodeName name) {
    ClusterNode node = file.node(name);
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Made by nokube new-or-update. Nothing in it is defaulted.\n");
    line(yaml, 0, "cluster", quoted(file.cluster().text()));
    line(yaml, 0, "id", quoted(id));
    line(yaml, 0, "on_isolation", word(file.onIsolation()));
    file.isolation().ifPresent(isolation -> isolation(yaml, isolation, file.evictAfter()));
    etcd(yaml, file, node);
    tls(yaml, node);
    line(yaml, 0, "sealing_key", quoted(node.workspace().file("tls/sealing.key")));
    line(yaml, 0, "registries", quoted(node.workspace().file("tls/registries.json")));
    yaml.append("nodes:\n");
    yaml.append("  ").append(quoted(name.text())).append(":\n");
    line(yaml, 2, "role", word(node.role()));
    line(yaml, 2, "address", quoted(node.address().text()));
    line(yaml, 2, "api_port", Integer.toString(node.role() == Role.HEAD ? file.api().port() : 0));
    line(yaml, 2, "workspace", quoted(node.workspace().file("pods")));
    line(yaml, 2, "memory", quoted("/dev/shm/nokube/" + file.cluster()));
    line(yaml, 2, "docker", quoted("unix:///var/run/docker.sock"));
    line(yaml, 2, "host_root", quoted("/host"));
    line(yaml, 2, "allocatable", map(node.allocatable(), Quantity::text));
    line(yaml, 2, "labels", map(node.labels(), Function.identity()));
    line(
        yaml,
        2,
        "taints",
        node.taints().stream()
            .map(AgentConfigText::taint)
            .collect(Collectors.joining(", ", "[", "]")));
    return yaml.toString();
  }

  private static void etcd(StringBuilder yaml, ClusterFile file, ClusterNode node) {
    Etcd etcd = file.etcd();
    yaml.append("etcd:\n");
    line(
        yaml,
        1,
        "endpoints",
        endpoints(file).stream()
            .map(AgentConfigText::quoted)
            .collect(Collectors.joining(", ", "[", "]")));
    line(yaml, 1, "lease_ttl", Durations.text(etcd.leaseTtl()));
    line(yaml, 1, "lease_renew", Durations.text(etcd.leaseRenew()));
    line(yaml, 1, "request_timeout", Durations.text(etcd.requestTimeout()));
    line(yaml, 1, "reconnect_bound", Durations.text(etcd.reconnectBound()));
    switch (etcd.source()) {
      case EtcdSource.Members members ->
          line(yaml, 1, "quota_backend_bytes", Long.toString(members.quotaBackendBytes()));
      case EtcdSource.External external -> {
        yaml.append("  tls:\n");
        line(yaml, 2, "authority", quoted(node.workspace().file("tls/etcd-ca.crt")));
        line(yaml, 2, "certificate", quoted(node.workspace().file("tls/etcd.crt")));
        line(yaml, 2, "key", quoted(node.workspace().file("tls/etcd.key")));
      }
    }
  }

  private static List<String> endpoints(ClusterFile file) {
    return switch (file.etcd().source()) {
      case EtcdSource.Members members ->
          members.names().stream()
              .map(member -> file.node(member).address().inUrl())
              .map(host -> "https://" + host + ":" + members.clientPort())
              .toList();
      case EtcdSource.External external ->
          external.endpoints().stream().map(EtcdEndpoint::toString).toList();
    };
  }

  private static void isolation(
      StringBuilder yaml, ClusterFile.Isolation isolation, Grace evictAfter) {
    if (!(evictAfter instanceof Grace.For(Duration replacedAfter))) {
      throw new IllegalArgumentException("on_isolation: stop, and pods are never replaced");
    }
    yaml.append("isolation:\n");
    line(yaml, 1, "stop_grace", Durations.text(isolation.stopGrace()));
    line(yaml, 1, "kill_budget", Durations.text(isolation.killBudget()));
    line(yaml, 1, "replaced_after", Durations.text(replacedAfter));
  }

  private static void tls(StringBuilder yaml, ClusterNode node) {
    yaml.append("tls:\n");
    line(yaml, 1, "authority", quoted(node.workspace().file("tls/ca.crt")));
    line(yaml, 1, "certificate", quoted(node.workspace().file("tls/node.crt")));
    line(yaml, 1, "key", quoted(node.workspace().file("tls/node.key")));
    if (node.role() == Role.HEAD) {
      line(yaml, 1, "users_authority", quoted(node.workspace().file("tls/users-ca.crt")));
      line(yaml, 1, "authority_key", quoted(node.workspace().file("authority/ca.key")));
    }
  }

  private static void line(StringBuilder yaml, int depth, String key, String value) {
    yaml.append("  ".repeat(depth)).append(key).append(": ").append(value).append('\n');
  }

  private static String taint(ConfiguredTaint taint) {
    return "{key: %s, value: %s, effect: %s}"
        .formatted(quoted(taint.key()), quoted(taint.value()), quoted(taint.effect()));
  }

  /// In the order of the keys: an order that says nothing restarts nothing.
  private static <T> String map(Map<String, T> map, Function<T, String> text) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(each -> quoted(each.getKey()) + ": " + quoted(text.apply(each.getValue())))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// JSON's quotes are YAML's.
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
