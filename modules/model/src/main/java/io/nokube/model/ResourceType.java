package io.nokube.model;

import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Event;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Secret;
import java.util.List;
import java.util.Optional;

/// One kind of object as the Kubernetes API names it.
///
/// @param group empty for the core group
/// @param plural the resource's name in REST paths, such as `deployments`
/// @param record the class its objects are read into
public record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    List<String> shortNames,
    boolean namespaced,
    Class<? extends KubeObject> record) {

  public static final ResourceType NAMESPACE =
      new ResourceType("", "v1", "Namespace", "namespaces", List.of("ns"), false, Namespace.class);
  public static final ResourceType NODE =
      new ResourceType("", "v1", "Node", "nodes", List.of("no"), false, Node.class);
  public static final ResourceType POD =
      new ResourceType("", "v1", "Pod", "pods", List.of("po"), true, Pod.class);
  public static final ResourceType CONFIG_MAP =
      new ResourceType("", "v1", "ConfigMap", "configmaps", List.of("cm"), true, ConfigMap.class);
  public static final ResourceType SECRET =
      new ResourceType("", "v1", "Secret", "secrets", List.of(), true, Secret.class);
  public static final ResourceType EVENT =
      new ResourceType("", "v1", "Event", "events", List.of("ev"), true, Event.class);
  public static final ResourceType DEPLOYMENT =
      new ResourceType(
          "apps", "v1", "Deployment", "deployments", List.of("deploy"), true, Deployment.class);
  public static final ResourceType DAEMON_SET =
      new ResourceType(
          "apps", "v1", "DaemonSet", "daemonsets", List.of("ds"), true, DaemonSet.class);

  /// Every type that nokube itself brings, in the order in which a manifest's objects are made.
  public static final List<ResourceType> BUILT_IN =
      List.of(NAMESPACE, CONFIG_MAP, SECRET, NODE, DAEMON_SET, DEPLOYMENT, POD, EVENT);

  /// `v1` or `apps/v1`.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// The name in the singular, as kubectl prints it: `deployment`.
  public String singular() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }

  /// `deployments.apps`, or `pods` in the core group: how Kubernetes' messages name it.
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /// Finds a built-in type by what a user may call it: plural, singular, short name or kind.
  public static Optional<ResourceType> named(String word) {
    return BUILT_IN.stream()
        .filter(type ->
            type.plural.equals(word)
                || type.singular().equals(word)
                || type.kind.equals(word)
                || type.shortNames.contains(word)
                || type.qualifiedPlural().equals(word))
        .findFirst();
  }

  /// Finds a built-in type by a document's apiVersion and kind.
  public static Optional<ResourceType> of(String apiVersion, String kind) {
    return BUILT_IN.stream()
        .filter(type -> type.apiVersion().equals(apiVersion) && type.kind.equals(kind))
        .findFirst();
  }

  @Override
  public String toString() {
    return qualifiedPlural();
  }

  /// By its names only: the same in every process (a class' own hash is not), and quick, for every
  /// key of an object is hashed by it.
  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + group.hashCode();
  }
}
