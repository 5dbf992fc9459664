package io.nokube.etcd.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.strict.Manifest;
import io.nokube.model.strict.Manifest.Document;
import io.nokube.model.strict.Manifest.Examined;
import io.nokube.model.text.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What became of a manifest key's text, as its status key says it.
///
/// @param revision of the text: the key's mod-revision
/// @param problems of the text as a whole and of its documents, in the order of the text
@JsonInclude(JsonInclude.Include.ALWAYS)
record ManifestStatus(
    long revision, State state, List<DocumentStatus> documents, List<Trouble> problems) {

  enum State {
    /// All of it is so.
    @JsonProperty("applied")
    APPLIED,
    /// Nothing was changed, or a write was refused on the way; the documents say which.
    @JsonProperty("refused")
    REFUSED,
    /// Not known, or not yet: it is tried again.
    @JsonProperty("unknown")
    UNKNOWN
  }

  enum Result {
    @JsonProperty("created")
    CREATED,
    @JsonProperty("configured")
    CONFIGURED,
    @JsonProperty("unchanged")
    UNCHANGED,
    @JsonProperty("refused")
    REFUSED
  }

  /// @param index from 0, among all objects of the text
  /// @param message why it was refused; empty otherwise
  /// @param line where the document begins, or its first problem
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record DocumentStatus(
      int index, String kind, String name, Result result, String message, int line, int column) {

    static DocumentStatus of(Document document, Result result, String message) {
      return new DocumentStatus(
          document.index(),
          document.object().kind(),
          document.object().metadata().name(),
          result,
          message,
          document.at().line(),
          document.at().column());
    }

    private static DocumentStatus of(Examined document) {
      Optional<Problem> first = document.problems().stream().findFirst();
      return new DocumentStatus(
          document.index(),
          document.kind().orElse(""),
          document.name().orElse(""),
          Result.REFUSED,
          first.isEmpty()
              ? NOT_APPLIED
              : document.problems().stream()
                  .map(ManifestStatus::said)
                  .collect(Collectors.joining("; ")),
          first.map(Problem::line).orElse(document.at().line()),
          first.map(Problem::column).orElse(document.at().column()));
    }
  }

  /// @param field such as `spec.replicas`; empty for the text as a whole
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Trouble(int line, int column, String field, String message) {}

  private static final String NOT_APPLIED =
      "not applied, since there are problems elsewhere in the manifest";

  static ManifestStatus unreadable(long revision, Manifest.Refused text) {
    return new ManifestStatus(
        revision,
        State.REFUSED,
        text.documents().stream().map(DocumentStatus::of).toList(),
        text.problems().stream()
            .map(problem ->
                new Trouble(problem.line(), problem.column(), problem.path(), problem.message()))
            .toList());
  }

  /// A text that can be read, and of which nothing was changed.
  ///
  /// @param whys by the document's index
  static ManifestStatus notApplied(
      long revision, State state, List<Document> documents, Map<Integer, String> whys) {
    return new ManifestStatus(
        revision,
        state,
        documents.stream()
            .map(document ->
                DocumentStatus.of(
                    document, Result.REFUSED, whys.getOrDefault(document.index(), NOT_APPLIED)))
            .toList(),
        documents.stream()
            .filter(document -> whys.containsKey(document.index()))
            .map(document ->
                new Trouble(
                    document.at().line(),
                    document.at().column(),
                    "",
                    whys.getOrDefault(document.index(), "")))
            .toList());
  }

  /// Nothing could be found out.
  static ManifestStatus unknown(long revision, String why) {
    return new ManifestStatus(
        revision, State.UNKNOWN, List.of(), List.of(new Trouble(1, 1, "", why)));
  }

  private static String said(Problem problem) {
    return (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message();
  }
}
