package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.schema.KubeSchema.Status;
import io.nokube.model.strict.Manifest.Document;
import io.nokube.model.strict.Manifest.Examined;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.TextRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the documents of one text, one after the other, gathering all problems.
final class ManifestReading {
  private final SourceName source;
  private final String defaultNamespace;
  private final List<Document> read = new ArrayList<>();
  private final List<Examined> examined = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<ObjectKey, Position> seen = new HashMap<>();

  ManifestReading(SourceName source, String defaultNamespace) {
    this.source = source;
    this.defaultNamespace = defaultNamespace;
  }

  Manifest read(TextRead text) {
    problems.addAll(text.problems());
    text.documents().forEach(document -> readOne(FieldPath.ROOT, document));
    if (examined.isEmpty() && problems.isEmpty()) {
      problems.add(
          new Problem(
              new Position(source, 1, 1),
              "",
              Reason.REQUIRED,
              "holds no object: write at least one document with apiVersion, kind and metadata"));
    }
    return problems.isEmpty()
        ? new Manifest.Read(read)
        : new Manifest.Refused(Problem.inOrder(problems), examined);
  }

  private void readOne(FieldPath path, Located document) {
    if (document instanceof Mapping mapping
        && mapping.text("kind").filter("List"::equals).isPresent()
        && mapping.get("items").isPresent()) {
      readList(path, mapping);
      return;
    }
    int index = examined.size();
    List<Problem> own = new ArrayList<>();
    Optional<KubeObject> object =
        document instanceof Mapping mapping
            ? readObject(path, mapping, own)
            : notAnObject(path, document, own);
    object.ifPresent(each -> {
      checkNamed(path, document.at(), each, own);
      read.add(new Document(each, document.at(), index));
    });
    problems.addAll(own);
    examined.add(
        new Examined(
            index, document.at(), kindOf(document), nameOf(document), Problem.inOrder(own)));
  }

  private void readList(FieldPath path, Mapping list) {
    for (Map.Entry<String, Entry> field : list.entries().entrySet()) {
      switch (field.getKey()) {
        case "apiVersion", "kind", "metadata", "items" -> {}
        default ->
            problems.add(
                new Problem(
                    field.getValue().at(),
                    path.field(field.getKey()).toString(),
                    Reason.UNKNOWN,
                    "unknown field: a List has apiVersion, kind, metadata and items"));
      }
    }
    Located items = list.get("items").orElseThrow();
    if (!(items instanceof Sequence sequence)) {
      problems.add(
          new Problem(
              items.at(),
              path.field("items").toString(),
              Reason.WRONG_TYPE,
              "expected a list, found " + items.description()));
      return;
    }
    for (int i = 0; i < sequence.items().size(); i++) {
      readOne(path.field("items").item(i), sequence.items().get(i));
    }
  }

  private Optional<KubeObject> readObject(FieldPath path, Mapping document, List<Problem> own) {
    Optional<ResourceType> type = KindLine.typeOf(path, document, own::add);
    return type.flatMap(each ->
        new ObjectReading(each, path, own::add)
            .read(ObjectReading.inNamespace(each, document, defaultNamespace), Status.DROPPED));
  }

  private static Optional<KubeObject> notAnObject(
      FieldPath path, Located document, List<Problem> own) {
    own.add(
        new Problem(
            document.at(),
            path.toString(),
            Reason.WRONG_TYPE,
            "expected an object with apiVersion, kind and metadata, found " + document.kind()));
    return Optional.empty();
  }

  private void checkNamed(FieldPath path, Position at, KubeObject object, List<Problem> own) {
    if (object.metadata().name().isEmpty()) {
      own.add(
          new Problem(
              at,
              path.field("metadata").field("generateName").toString(),
              Reason.FORBIDDEN,
              "Forbidden: what is applied again and again needs a name of its own; write metadata.name"));
      return;
    }
    checkUnique(path, at, object, own);
  }

  private void checkUnique(FieldPath path, Position at, KubeObject object, List<Problem> own) {
    Position first = seen.putIfAbsent(object.key(), at);
    if (first != null) {
      own.add(
          new Problem(
              at,
              path.toString(),
              Reason.DUPLICATE,
              "%s is given a second time; it stands at %d:%d already: remove one of the two"
                  .formatted(object.key().shortName(), first.line(), first.column())));
    }
  }

  private static Optional<String> kindOf(Located document) {
    return document instanceof Mapping mapping ? mapping.text("kind") : Optional.empty();
  }

  private static Optional<String> nameOf(Located document) {
    return document instanceof Mapping mapping
        ? mapping.mapping("metadata").flatMap(metadata -> metadata.text("name"))
        : Optional.empty();
  }
}
