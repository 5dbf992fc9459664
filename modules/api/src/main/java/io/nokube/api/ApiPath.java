package io.nokube.api;

import io.nokube.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a Kubernetes REST path names.
///
/// @param namespace empty: all namespaces, or a cluster-scoped type
/// @param name empty: the collection
/// @param subresource such as `log`, `scale`, `status`; empty: the object itself
record ApiPath(ResourceType type, String namespace, String name, String subresource) {

  /// Reads `/api/v1/…` and `/apis/<group>/<version>/…`; empty if it names no resource we have.
  static Optional<ApiPath> parse(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    String group;
    if (parts.getFirst().equals("api")) {
      group = "";
    } else if (parts.getFirst().equals("apis") && parts.size() > 1) {
      parts.removeFirst();
      group = parts.getFirst();
    } else {
      return Optional.empty();
    }
    parts.removeFirst();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String version = parts.removeFirst();
    boolean inNamespace = parts.size() >= 3 && parts.getFirst().equals("namespaces");
    String namespace = "";
    if (inNamespace
        && type(group, version, parts.get(2)).filter(ResourceType::namespaced).isPresent()) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    if (parts.isEmpty() || parts.size() > 3) {
      return Optional.empty();
    }
    String within = namespace;
    String name = parts.size() > 1 ? parts.get(1) : "";
    String subresource = parts.size() > 2 ? parts.get(2) : "";
    return type(group, version, parts.getFirst())
        .filter(found -> name.isEmpty() || found.namespaced() != within.isEmpty())
        .map(found -> new ApiPath(found, within, name, subresource));
  }

  private static Optional<ResourceType> type(String group, String version, String plural) {
    return ResourceType.BUILT_IN.stream()
        .filter(type ->
            type.group().equals(group)
                && type.version().equals(version)
                && type.plural().equals(plural))
        .findFirst();
  }
}
