package io.nokube.model.text;

import io.nokube.model.text.Problem.Reason;

/// Leaves a document's reading, from any depth, with the problem that ended it. Caught within this
/// package.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Problem problem;

  Refusal(Position at, String message) {
    super(message, null, false, false);
    this.problem = new Problem(at, "", Reason.MALFORMED, message);
  }

  Problem problem() {
    return problem;
  }
}
