package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.certificates.Holder;
import io.nokube.certificates.Identity;
import io.nokube.certificates.Names;
import io.nokube.certificates.Renewal;
import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.AgentConfigText;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterNode;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.cluster.VerticlesText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the file makes of each node.
///
/// @param externalEtcd empty where nokube runs etcd itself
/// @param verticles the distribution's `verticles-config` text by role
/// @param etcdImage by the version that the hosts have
record Wants(
    ClusterFile file,
    Authorities authorities,
    Optional<EtcdFiles> externalEtcd,
    Registries registries,
    String agentImage,
    String etcdImage,
    Map<Role, String> verticles,
    InstantSource clock) {
  private static final String KEY_LINE = "SHA256 of its key: ";

  /// @param founding how its etcd member first starts, if it is to found the cluster's etcd
  NodeWanted of(NodeName name, Seen seen, Optional<FirstStart> founding) {
    ClusterNode node = file.node(name);
    boolean head = node.role() == Role.HEAD;
    List<Placed> settings =
        List.of(
            new Placed("config/agent.yaml", AgentConfigText.of(file, authorities.id(), name)),
            new Placed(
                head ? "config/head.yaml" : "config/worker.yaml",
                VerticlesText.of(
                    file,
                    node.role(),
                    Optional.ofNullable(verticles.get(node.role())).orElseThrow())));
    List<Placed> files = new ArrayList<>(settings);
    files.addAll(authorities.ofNode());
    externalEtcd.ifPresent(etcd -> files.addAll(etcd.ofNode()));
    files.add(registries.ofNode());
    if (head) {
      files.addAll(authorities.ofHead());
    }
    renewed(name, node, seen).ifPresent(identity -> files.addAll(pair(identity)));
    founding
        .filter(first -> seen.member().first().isEmpty())
        .ifPresent(first -> files.add(plan(first)));
    return new NodeWanted(
        name.text(),
        head,
        file.isMember(name),
        agentImage,
        etcdImage,
        file.images().mirrors().stream().map(mirror -> mirror.toString()).toList(),
        registries.authorities(),
        List.copyOf(files),
        Placed.sha256(settings.stream().map(Placed::sha256).collect(Collectors.joining(","))));
  }

  /// A new certificate, if the node has none that is good.
  private Optional<Identity> renewed(NodeName name, ClusterNode node, Seen seen) {
    Holder holder =
        Holder.node(
            name.text(),
            file.cluster().text(),
            Names.of(name.text(), node.address().text(), "localhost", "127.0.0.1"));
    Optional<String> there =
        Optional.ofNullable(seen.texts().get("tls/node.crt")).filter(text -> hasItsKey(text, seen));
    Renewal renewal =
        Renewal.of(there, holder, authorities.nodes().certificatePem(), clock.instant());
    return renewal instanceof Renewal.Keep
        ? Optional.empty()
        : Optional.of(authorities.nodes().issue(holder, clock, file.certificates().nodeValidity()));
  }

  /// Two files can't be replaced as one: the certificate says which key it goes with.
  private static List<Placed> pair(Identity identity) {
    Placed key = new Placed("tls/node.key", identity.keyPem());
    return List.of(
        key,
        new Placed("tls/node.crt", KEY_LINE + key.sha256() + "\n" + identity.certificatePem()));
  }

  private static boolean hasItsKey(String certificate, Seen seen) {
    return Optional.ofNullable(seen.files().get("tls/node.key"))
        .filter(key -> certificate.startsWith(KEY_LINE + key))
        .isPresent();
  }

  static Placed plan(FirstStart first) {
    var plan =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", first.state())
            .put("token", first.token());
    plan.set("initialCluster", Requests.peers(first.initialCluster()));
    return new Placed("etcd/plan.json", plan + "\n");
  }
}
