package io.nokube.launcher;

import io.nokube.model.ResourceType;
import java.util.List;
import java.util.stream.Collectors;

/// What a user calls a resource, as a REST path.
record Resource(ResourceType type) {

  /// @throws CommandFailure if there is no such resource
  static Resource named(String word) {
    return ResourceType.named(word)
        .map(Resource::new)
        .orElseThrow(() -> {
          List<String> known = ResourceType.BUILT_IN.stream().map(ResourceType::plural).toList();
          return CommandFailure.usage(
              "the server doesn't have a resource type \"%s\"%s It has: %s"
                  .formatted(
                      word,
                      Nearest.to(word, known)
                          .map(near -> "; did you mean " + near + "?")
                          .orElse("."),
                      ResourceType.BUILT_IN.stream()
                          .map(ResourceType::plural)
                          .collect(Collectors.joining(", "))));
        });
  }

  String collection(String namespace, boolean allNamespaces) {
    String root = type.group().isEmpty() ? "/api/" + type.version() : "/apis/" + type.apiVersion();
    return root
        + (type.namespaced() && !allNamespaces ? "/namespaces/" + namespace : "")
        + "/"
        + type.plural();
  }

  String object(String namespace, String name) {
    return collection(namespace, false) + "/" + name;
  }
}
