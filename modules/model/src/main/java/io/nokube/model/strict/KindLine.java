package io.nokube.model.strict;

import io.nokube.model.ResourceType;
import io.nokube.model.schema.Nearest;
import io.nokube.model.schema.Upstream;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a document says it is, in apiVersion and kind.
final class KindLine {
  private KindLine() {}

  /// The document's type; empty if it has none that nokube knows, which is then said.
  static Optional<ResourceType> typeOf(
      FieldPath path, Mapping document, Consumer<Problem> problems) {
    List<Problem> ofApiVersion = new ArrayList<>();
    Optional<String> apiVersion = text(path, document, "apiVersion", "v1", ofApiVersion::add);
    Optional<String> kind = text(path, document, "kind", "Deployment", problems);
    List<ResourceType> ofKind =
        ResourceType.BUILT_IN.stream()
            .filter(type -> kind.filter(type.kind()::equals).isPresent())
            .toList();
    // The schema of a known type says what is wrong with the value's type itself.
    ofApiVersion.stream()
        .filter(each -> ofKind.isEmpty() || each.reason() != Reason.WRONG_TYPE)
        .forEach(problems);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (ofKind.isEmpty()) {
      problems.accept(unknownKind(path, document, apiVersion.orElse(""), kind.get()));
      return Optional.empty();
    }
    Optional<ResourceType> type =
        apiVersion.flatMap(version ->
            ofKind.stream().filter(each -> each.apiVersion().equals(version)).findFirst());
    if (type.isEmpty() && apiVersion.isPresent()) {
      problems.accept(
          new Problem(
              place(document, "apiVersion"),
              path.field("apiVersion").toString(),
              Reason.NOT_A_CHOICE,
              Upstream.get().apiVersions(kind.get()).contains(apiVersion.get())
                  ? "%s of %s is not supported by nokube; write %s"
                      .formatted(kind.get(), apiVersion.get(), ofKind.getFirst().apiVersion())
                  : "unknown apiVersion \"%s\" of %s; did you mean %s?"
                      .formatted(apiVersion.get(), kind.get(), ofKind.getFirst().apiVersion())));
    }
    return type.or(() -> Optional.of(ofKind.getFirst()));
  }

  private static Problem unknownKind(
      FieldPath path, Mapping document, String apiVersion, String kind) {
    boolean upstream = Upstream.get().apiVersions(kind).contains(apiVersion);
    String message =
        upstream
            ? kind + " is not supported by nokube"
            : "unknown kind \"%s\"%s%s"
                .formatted(kind, apiVersion.isEmpty() ? "" : " of " + apiVersion, guess(kind));
    return new Problem(
        place(document, "kind"),
        path.field("kind").toString(),
        upstream ? Reason.NOT_SUPPORTED : Reason.UNKNOWN,
        message);
  }

  private static String guess(String kind) {
    List<String> known = ResourceType.BUILT_IN.stream().map(ResourceType::kind).toList();
    return Nearest.to(kind, known)
        .map(near -> "; did you mean " + near + "?")
        .or(() ->
            Nearest.to(kind, Upstream.get().kinds())
                .map(near -> "; did you mean " + near + " (which nokube doesn't support)?"))
        .orElse("; nokube knows " + String.join(", ", known));
  }

  private static Optional<String> text(
      FieldPath path, Mapping document, String field, String example, Consumer<Problem> problems) {
    Optional<String> text = document.text(field).filter(each -> !each.isEmpty());
    if (text.isEmpty()) {
      Optional<Located> other =
          document.get(field).filter(value -> Located.asText(value).isEmpty());
      problems.accept(
          new Problem(
              place(document, field),
              path.field(field).toString(),
              other.isPresent() ? Reason.WRONG_TYPE : Reason.REQUIRED,
              other
                  .map(value -> "expected text, found " + value.description())
                  .orElse(
                      "Required value: every object says its " + field + ", such as " + example)));
    }
    return text;
  }

  private static Position place(Mapping document, String field) {
    return document.get(field).map(Located::at).orElse(document.at());
  }
}
