package io.nokube.model.text;

import java.util.List;

/// What became of a text: the documents that could be read, in order, and what was wrong elsewhere.
///
/// @param documents without the empty ones
public record TextRead(List<Located> documents, List<Problem> problems) {
  public TextRead {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }

  /// Nothing could be read, for one reason.
  static TextRead refused(Problem problem) {
    return new TextRead(List.of(), List.of(problem));
  }
}
