package io.nokube.model.validation;

import io.nokube.model.ResourceType;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.util.function.Consumer;

/// All rules for an object of a type.
public final class Rules {
  private Rules() {}

  /// Says what in a document breaks a rule. Fields of the wrong type are left to the schema.
  public static void check(
      ResourceType type, FieldPath path, Mapping document, Consumer<Problem> problems) {
    boolean named =
        document.get("metadata").orElse(document) instanceof Mapping metadata
            && (metadata.get("name").isPresent() || metadata.get("generateName").isPresent());
    if (!named) {
      problems.accept(
          new Problem(
              document.at(),
              path.field("metadata").field("name").toString(),
              Reason.REQUIRED,
              "Required value: name or generateName is required"));
    }
  }
}
