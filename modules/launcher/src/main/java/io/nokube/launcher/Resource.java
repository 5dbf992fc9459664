package io.nokube.launcher;

import io.nokube.model.ResourceType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a user calls a resource, as a REST path.
record Resource(ResourceType type) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

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

  /// @throws CommandFailure if that can't be a namespace's name
  String collection(String namespace, boolean allNamespaces) {
    requireName("namespace", namespace);
    String root = type.group().isEmpty() ? "/api/" + type.version() : "/apis/" + type.apiVersion();
    return root
        + (type.namespaced() && !allNamespaces ? "/namespaces/" + namespace : "")
        + "/"
        + type.plural();
  }

  /// @throws CommandFailure if these can't be names
  String object(String namespace, String name) {
    requireName("name", name);
    return collection(namespace, false) + "/" + name;
  }

  /// What isn't a name would be another place in a path.
  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw CommandFailure.usage(
          "\"%s\" can't be a %s: it has lower case letters, digits, '-' and '.', and begins and ends with a letter or digit"
              .formatted(name, what));
    }
  }
}
