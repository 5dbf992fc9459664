package io.nokube.host.system;

/// A step that could not be done: what was being done to what and what went wrong, and what the
/// reader can do about it.
///
/// It ends the request; the [CommandAgent] adds which step it was.
public final class StepFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String advice;

  public StepFailure(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  public StepFailure(String message, String advice, Throwable cause) {
    super(message, cause);
    this.advice = advice;
  }

  /// What the reader can do, as a sentence.
  public String advice() {
    return advice;
  }
}
