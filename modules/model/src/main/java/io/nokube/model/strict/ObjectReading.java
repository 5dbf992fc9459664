package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.schema.KubeSchema;
import io.nokube.model.schema.KubeSchema.Status;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import io.nokube.model.validation.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One object's way: its fields checked, its defaults put in, its rules checked, the record made.
final class ObjectReading {
  private final ResourceType type;
  private final FieldPath path;
  private final Consumer<Problem> problems;

  ObjectReading(ResourceType type, FieldPath path, Consumer<Problem> problems) {
    this.type = type;
    this.path = path;
    this.problems = problems;
  }

  Optional<KubeObject> read(Mapping document, Status status) {
    List<Problem> found = new ArrayList<>();
    KubeSchema.check(type, path, document, status, found::add);
    Rules.check(type, path, document, found::add);
    found.forEach(problems);
    return found.isEmpty()
        ? KubeSchema.read(type, path, document, status, problems)
        : Optional.empty();
  }

  /// The document, in a namespace if its type has one and it names none.
  static Mapping inNamespace(ResourceType type, Mapping document, String defaultNamespace) {
    if (!type.namespaced()
        || !(document.get("metadata").orElse(null) instanceof Mapping metadata)
        || metadata.get("namespace").isPresent()) {
      return document;
    }
    return document.with(
        "metadata",
        metadata.with("namespace", Located.Scalar.text(metadata.at(), defaultNamespace)));
  }
}
