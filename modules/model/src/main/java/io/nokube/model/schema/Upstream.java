package io.nokube.model.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All fields that Kubernetes has in the kinds that nokube has, and all its kinds. From a resource
/// that a test makes of fabric8's model, read when the first name isn't nokube's.
public final class Upstream {
  private static final class Holder {
    static final Upstream UPSTREAM = load();
  }

  /// Type to field to the field's type; empty for scalars.
  private final Map<String, Map<String, String>> types;

  /// Kind to apiVersions.
  private final Map<String, List<String>> kinds;

  private Upstream(Map<String, Map<String, String>> types, Map<String, List<String>> kinds) {
    this.types = types;
    this.kinds = kinds;
  }

  public static Upstream get() {
    return Holder.UPSTREAM;
  }

  /// Whether a field is Kubernetes'.
  ///
  /// @param path names from the kind down
  boolean has(String kind, List<String> path) {
    return !path.isEmpty()
        && fieldsAt(kind, path.subList(0, path.size() - 1)).contains(path.getLast());
  }

  /// The fields of what a path leads to.
  List<String> fieldsAt(String kind, List<String> path) {
    Optional<String> type = Optional.of(kind);
    for (String name : path) {
      type =
          type.map(each -> types.getOrDefault(each, Map.of()).getOrDefault(name, ""))
              .filter(each -> !each.isEmpty());
    }
    return type.map(each -> List.copyOf(types.getOrDefault(each, Map.of()).keySet()))
        .orElse(List.of());
  }

  /// The type of a field that is an object; empty for scalars.
  Optional<String> typeOf(String type, String field) {
    return Optional.ofNullable(types.getOrDefault(type, Map.of()).get(field))
        .filter(each -> !each.isEmpty());
  }

  /// The apiVersions in which Kubernetes has a kind; empty if it has no such kind.
  public List<String> apiVersions(String kind) {
    return kinds.getOrDefault(kind, List.of());
  }

  public List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  static Upstream load() {
    Map<String, Map<String, String>> types = new HashMap<>();
    lines("upstream-fields.txt").forEach(line -> addType(types, line));
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    lines("upstream-kinds.txt")
        .forEach(line -> {
          List<String> words = List.of(line.split(" ", -1));
          kinds.put(words.getFirst(), words.subList(1, words.size()));
        });
    return new Upstream(types, kinds);
  }

  private static void addType(Map<String, Map<String, String>> types, String line) {
    List<String> words = List.of(line.split(" ", -1));
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : words.subList(1, words.size())) {
      int colon = field.indexOf(':');
      fields.put(
          colon < 0 ? field : field.substring(0, colon),
          colon < 0 ? "" : field.substring(colon + 1));
    }
    types.put(words.getFirst(), fields);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Upstream.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in nokube's own jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource + " of nokube's own jar", e);
    }
  }
}
