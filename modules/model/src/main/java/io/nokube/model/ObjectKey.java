package io.nokube.model;

/// Which object: its type, namespace (empty for cluster-scoped objects) and name.
public record ObjectKey(ResourceType type, String namespace, String name) {
  public ObjectKey {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an object of " + type + " needs a name");
    }
    if (type.namespaced() == namespace.isEmpty()) {
      throw new IllegalArgumentException(
          type
              + " \""
              + name
              + "\" "
              + (type.namespaced() ? "needs a" : "takes no")
              + " namespace");
    }
  }

  /// `deployment/web`, as kubectl prints it with `-o name` less the group.
  public String shortName() {
    return type.singular() + "/" + name;
  }

  @Override
  public String toString() {
    return type.qualifiedPlural() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
