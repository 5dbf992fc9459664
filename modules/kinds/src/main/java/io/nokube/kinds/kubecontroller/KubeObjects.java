package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Interest;
import io.nokube.actor.Signal.Observed;
import io.nokube.kinds.Sight;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What kubecontroller sees of the store. ConfigMaps and Secrets only while a namespace ends.
record KubeObjects(
    Sight<Namespace> namespaces,
    Sight<Deployment> deployments,
    Sight<DaemonSet> daemonSets,
    Sight<Pod> pods,
    Sight<Node> nodes,
    Sight<ConfigMap> configMaps,
    Sight<Secret> secrets) {
  static final Set<ResourceType> OWNERS = Set.of(ResourceType.DEPLOYMENT, ResourceType.DAEMON_SET);
  static final List<Interest> ALWAYS =
      List.of(
          new Interest.OfType(ResourceType.NAMESPACE),
          new Interest.OfType(ResourceType.NODE),
          new Interest.OfType(ResourceType.DEPLOYMENT),
          new Interest.OfType(ResourceType.DAEMON_SET),
          new Interest.OfType(ResourceType.POD));
  static final List<Interest> WHILE_EMPTYING =
      List.of(
          new Interest.OfType(ResourceType.CONFIG_MAP), new Interest.OfType(ResourceType.SECRET));
  static final KubeObjects UNSEEN =
      new KubeObjects(
          Sight.none(),
          Sight.none(),
          Sight.none(),
          Sight.none(),
          Sight.none(),
          Sight.none(),
          Sight.none());

  /// Empty if nothing changed.
  Optional<KubeObjects> after(Observed observed) {
    if (!(observed.interest() instanceof Interest.OfType(ResourceType type))) {
      return Optional.empty();
    }
    return switch (type.kind()) {
      case "Namespace" ->
          namespaces
              .after(observed, Namespace.class, any -> true)
              .map(n ->
                  new KubeObjects(n, deployments, daemonSets, pods, nodes, configMaps, secrets));
      case "Deployment" ->
          deployments
              .after(observed, Deployment.class, any -> true)
              .map(d ->
                  new KubeObjects(namespaces, d, daemonSets, pods, nodes, configMaps, secrets));
      case "DaemonSet" ->
          daemonSets
              .after(observed, DaemonSet.class, any -> true)
              .map(d ->
                  new KubeObjects(namespaces, deployments, d, pods, nodes, configMaps, secrets));
      case "Pod" ->
          pods.after(observed, Pod.class, any -> true)
              .map(p ->
                  new KubeObjects(
                      namespaces, deployments, daemonSets, p, nodes, configMaps, secrets));
      case "Node" -> nodes.after(observed, Node.class, any -> true).map(this::with);
      case "ConfigMap" ->
          configMaps
              .after(observed, ConfigMap.class, any -> true)
              .map(c ->
                  new KubeObjects(namespaces, deployments, daemonSets, pods, nodes, c, secrets));
      case "Secret" ->
          secrets
              .after(observed, Secret.class, any -> true)
              .map(s ->
                  new KubeObjects(namespaces, deployments, daemonSets, pods, nodes, configMaps, s));
      default -> Optional.empty();
    };
  }

  KubeObjects with(Sight<Node> nodes) {
    return new KubeObjects(namespaces, deployments, daemonSets, pods, nodes, configMaps, secrets);
  }

  KubeObjects withoutLeftovers() {
    return new KubeObjects(
        namespaces, deployments, daemonSets, pods, nodes, Sight.none(), Sight.none());
  }

  boolean whole() {
    return namespaces.whole()
        && deployments.whole()
        && daemonSets.whole()
        && pods.whole()
        && nodes.whole();
  }

  /// Whether all that a namespace can hold is seen.
  boolean leftoversWhole() {
    return configMaps.whole() && secrets.whole();
  }

  List<KubeObject> owners() {
    List<KubeObject> all = new ArrayList<>(deployments.all());
    all.addAll(daemonSets.all());
    return all;
  }

  List<KubeObject> inNamespaces() {
    List<KubeObject> all = owners();
    all.addAll(pods.all());
    all.addAll(configMaps.all());
    all.addAll(secrets.all());
    return all;
  }

  List<Namespace> ending() {
    return namespaces.all().stream().filter(n -> n.metadata().isDeleting()).toList();
  }
}
