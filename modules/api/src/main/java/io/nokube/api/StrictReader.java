package io.nokube.api;

import io.nokube.api.Status.Cause;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.strict.Manifest;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.util.List;
import java.util.Optional;

/// What the API takes, read by the model's strict reader.
final class StrictReader implements ObjectReader, ManifestReader {
  @Override
  public ObjectReader.Reading read(ResourceType type, String namespace, byte[] json) {
    return switch (Manifest.read(new SourceName("body"), json, namespace)) {
      case Manifest.Read read -> object(type, read.objects());
      case Manifest.Refused refused ->
          refused.problems().stream().anyMatch(StrictReader::misread)
              ? new ObjectReader.Reading.Unreadable(
                  "strict decoding error: "
                      + refused.problems().stream()
                          .map(problem -> problem.path() + ": " + problem.message())
                          .collect(java.util.stream.Collectors.joining("; ")))
              : new ObjectReader.Reading.Bad(
                  refused.documents().stream()
                      .map(Manifest.Examined::name)
                      .flatMap(Optional::stream)
                      .findFirst()
                      .orElse(""),
                  refused.problems().stream().map(StrictReader::cause).toList());
    };
  }

  private static ObjectReader.Reading object(ResourceType type, List<KubeObject> objects) {
    if (objects.size() != 1 || !objects.getFirst().type().equals(type)) {
      return new ObjectReader.Reading.Unreadable(
          "the body must be one %s of %s".formatted(type.kind(), type.apiVersion()));
    }
    return new ObjectReader.Reading.Good(objects.getFirst());
  }

  private static boolean misread(Problem problem) {
    return switch (problem.reason()) {
      case MALFORMED, UNKNOWN, NOT_SUPPORTED, WRONG_TYPE -> true;
      case INVALID, REQUIRED, DUPLICATE, NOT_A_CHOICE, FORBIDDEN, TOO_LONG -> false;
    };
  }

  /// Source: upstream `pkg/util/validation/field/errors.go`.
  private static Cause cause(Problem problem) {
    String reason =
        switch (problem.reason()) {
          case REQUIRED -> "FieldValueRequired";
          case DUPLICATE -> "FieldValueDuplicate";
          case NOT_A_CHOICE -> "FieldValueNotSupported";
          case FORBIDDEN -> "FieldValueForbidden";
          case TOO_LONG -> "FieldValueTooLong";
          case INVALID, MALFORMED, UNKNOWN, NOT_SUPPORTED, WRONG_TYPE -> "FieldValueInvalid";
        };
    return new Cause(reason, problem.path(), problem.message());
  }

  @Override
  public ManifestReader.Text read(String source, byte[] text, String defaultNamespace) {
    return switch (Manifest.read(new SourceName(source), text, defaultNamespace)) {
      case Manifest.Read read -> new ManifestReader.Text.Good(read.objects());
      case Manifest.Refused refused ->
          new ManifestReader.Text.Bad(refused.problems().stream().map(Problem::toString).toList());
    };
  }
}
