package io.nokube.model.schema;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.core.Secret;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.schema.Shape.Fields;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The schema of Kubernetes objects: what a document may have, and the object made of one that
/// fits.
public final class KubeSchema {
  /// How a reader takes what servers own.
  public enum Status {
    /// Accepted and left out, as Kubernetes does with writes of the object itself.
    DROPPED,
    /// Read, as in writes of the status.
    READ
  }

  private static final Shapes SHAPES = new Shapes(Dialect.KUBERNETES, KubeSchema::adjusted);

  private KubeSchema() {}

  /// Says what in a document no object of the type may have.
  ///
  /// @param path of the document: the root, or an item of a list
  public static void check(
      ResourceType type,
      FieldPath path,
      Mapping document,
      Status status,
      Consumer<Problem> problems) {
    Vocabulary vocabulary = new UpstreamVocabulary(type.kind(), path.fields().size());
    new Fit(Dialect.KUBERNETES, vocabulary, (field, _) -> isSecret(type, path, field), problems)
        .check(path, document, fields(type, status));
  }

  /// The object that a document says, once [#check] had nothing to say and defaults are in.
  public static Optional<KubeObject> read(
      ResourceType type,
      FieldPath path,
      Mapping document,
      Status status,
      Consumer<Problem> problems) {
    return new Assembly(problems)
        .record(path, document, fields(type, status))
        .map(type.record()::cast);
  }

  /// The shape of a type's documents.
  static Fields fields(ResourceType type, Status status) {
    Fields fields = SHAPES.ofRecord(type.record());
    Map<String, Shape> accepted = new LinkedHashMap<>();
    accepted.put("apiVersion", new Shape.Text());
    accepted.put("kind", new Shape.Text());
    accepted.putAll(fields.accepted());
    if (status == Status.DROPPED && accepted.containsKey("status")) {
      accepted.put("status", new Shape.Dropped());
    }
    return fields.accepting(accepted);
  }

  private static Fields adjusted(Fields fields) {
    Map<String, Shape> accepted = new LinkedHashMap<>(fields.accepted());
    if (fields.type() == ObjectMeta.class) {
      accepted.put("managedFields", new Shape.Dropped());
      accepted.put("selfLink", new Shape.Dropped());
    } else if (fields.type() == Secret.class) {
      accepted.put("stringData", new Shape.ByKey(new Shape.Text()));
    } else if (fields.type() == PodTemplate.class
        && accepted.get("metadata") instanceof Fields metadata) {
      accepted.put("metadata", metadata.accepting(templateMetadata(metadata)));
    }
    return fields.accepting(accepted);
  }

  /// Pods get their names and all else from their owner; only these come from the template.
  private static Map<String, Shape> templateMetadata(Fields metadata) {
    Map<String, Shape> accepted = new LinkedHashMap<>(metadata.accepted());
    accepted.keySet().retainAll(List.of("labels", "annotations"));
    return accepted;
  }

  private static boolean isSecret(ResourceType type, FieldPath document, FieldPath field) {
    List<String> names = field.fields();
    int depth = document.fields().size();
    return type.record() == Secret.class
        && names.size() > depth
        && (names.get(depth).equals("data") || names.get(depth).equals("stringData"));
  }
}
