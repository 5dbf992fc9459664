package io.nokube.model.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// One thing that is wrong with a text, where, and what to do about it. Prints as `web.yaml:12:9:
/// spec.replicas: expected a whole number, found text "three"`.
///
/// @param path of the field, such as `spec.containers[0].image`; empty for the text as a whole
public record Problem(Position at, String path, Reason reason, String message) {

  /// What sort of thing; the REST API makes Kubernetes' reasons of it.
  public enum Reason {
    /// It isn't YAML or JSON, or goes beyond a limit.
    MALFORMED,
    /// A key that neither Kubernetes nor nokube knows, or one that stands there twice.
    UNKNOWN,
    /// Kubernetes has it, nokube doesn't.
    NOT_SUPPORTED,
    /// A list where text should be, and the like.
    WRONG_TYPE,
    INVALID,
    REQUIRED,
    DUPLICATE,
    /// Not one of the few values there are.
    NOT_A_CHOICE,
    FORBIDDEN,
    TOO_LONG
  }

  public SourceName source() {
    return at.source();
  }

  public int line() {
    return at.line();
  }

  public int column() {
    return at.column();
  }

  /// In the order in which a reader meets them, each once.
  public static List<Problem> inOrder(Collection<Problem> problems) {
    return problems.stream()
        .distinct()
        .sorted(Comparator.comparing(Problem::at).thenComparing(Problem::path))
        .toList();
  }

  @Override
  public String toString() {
    return at + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
