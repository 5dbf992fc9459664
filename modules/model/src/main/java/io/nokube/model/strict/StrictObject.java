package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.schema.KubeSchema.Status;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.TextRead;
import io.nokube.model.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One object of a known type, as it comes to the REST API: read, or all that is wrong with it. A
/// problem's path and reason make a cause of Kubernetes' Status.
public sealed interface StrictObject {
  record Read(KubeObject object) implements StrictObject {}

  /// @param name of the object, as far as it says one; else empty
  /// @param problems in the order of the text; never empty
  record Refused(String name, List<Problem> problems) implements StrictObject {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  SourceName BODY = new SourceName("request body");

  /// Reads an object to be created or replaced; its status is left out.
  ///
  /// @param json in UTF-8
  /// @param defaultNamespace of an object that lives in a namespace and names none
  static StrictObject read(ResourceType type, byte[] json, String defaultNamespace) {
    return read(type, json, defaultNamespace, Status.DROPPED);
  }

  /// Reads an object whose status is to be replaced; its status is kept.
  static StrictObject readWithStatus(ResourceType type, byte[] json, String defaultNamespace) {
    return read(type, json, defaultNamespace, Status.READ);
  }

  private static StrictObject read(
      ResourceType type, byte[] json, String defaultNamespace, Status status) {
    TextRead text = Texts.readJson(BODY, json);
    List<Problem> problems = new ArrayList<>(text.problems());
    if (!problems.isEmpty()) {
      return new Refused("", Problem.inOrder(problems));
    }
    if (text.documents().size() != 1 || !(text.documents().getFirst() instanceof Mapping body)) {
      return new Refused(
          "",
          List.of(
              new Problem(
                  new Position(BODY, 1, 1),
                  "",
                  Reason.WRONG_TYPE,
                  "expected one JSON object of kind " + type.kind())));
    }
    checkSays(type, "apiVersion", type.apiVersion(), body, problems);
    checkSays(type, "kind", type.kind(), body, problems);
    Optional<KubeObject> object =
        new ObjectReading(type, FieldPath.ROOT, problems::add)
            .read(ObjectReading.inNamespace(type, body, defaultNamespace), status);
    return object.isPresent() && problems.isEmpty()
        ? new Read(object.get())
        : new Refused(nameOf(body), Problem.inOrder(problems));
  }

  private static void checkSays(
      ResourceType type, String field, String wanted, Mapping body, List<Problem> problems) {
    body.text(field)
        .filter(said -> !said.equals(wanted))
        .ifPresent(said ->
            problems.add(
                new Problem(
                    body.get(field).map(Located::at).orElse(body.at()),
                    field,
                    Reason.INVALID,
                    "Invalid value: \"%s\": must be %s, since the request is for %s"
                        .formatted(said, wanted, type))));
  }

  private static String nameOf(Mapping body) {
    return body.mapping("metadata").flatMap(metadata -> metadata.text("name")).orElse("");
  }
}
