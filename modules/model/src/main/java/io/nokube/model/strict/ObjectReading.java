package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.defaults.Defaults;
import io.nokube.model.schema.KubeSchema;
import io.nokube.model.schema.KubeSchema.Status;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
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
    Mapping whole = Defaults.applied(type, document);
    Rules.check(type, path, whole, found::add);
    found.forEach(problems);
    if (!found.isEmpty()) {
      return Optional.empty();
    }
    Mapping stored = type.equals(ResourceType.SECRET) ? StringData.merged(whole) : whole;
    return KubeSchema.read(type, path, stored, status, problems)
        .filter(object -> fitsTheStore(stored, object));
  }

  private boolean fitsTheStore(Mapping document, KubeObject object) {
    Optional<String> exceeded = StoreLimit.exceeded(document, object);
    exceeded.ifPresent(
        why -> problems.accept(new Problem(document.at(), path.toString(), Reason.TOO_LONG, why)));
    return exceeded.isEmpty();
  }

  /// The document, in a namespace if its type has one and it names none.
  static Mapping inNamespace(ResourceType type, Mapping document, String defaultNamespace) {
    return document
        .mapping("metadata")
        .filter(metadata -> type.namespaced() && metadata.get("namespace").isEmpty())
        .map(metadata ->
            metadata.with("namespace", Located.Scalar.text(metadata.at(), defaultNamespace)))
        .map(metadata -> document.with("metadata", metadata))
        .orElse(document);
  }
}
