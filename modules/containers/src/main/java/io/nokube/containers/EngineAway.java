package io.nokube.containers;

/// The engine did not answer: it is down, or too slow.
final class EngineAway extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  /// @param sent whether the call may have reached it, so that it may yet be carried out
  EngineAway(String message, boolean sent, Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  EngineAway(String message, boolean sent) {
    super(message);
    this.sent = sent;
  }

  boolean sent() {
    return sent;
  }
}
