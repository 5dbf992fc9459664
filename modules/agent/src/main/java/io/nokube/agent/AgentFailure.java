package io.nokube.agent;

/// Why an agent can't start, for whoever started it.
final class AgentFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  AgentFailure(String message) {
    super(message);
  }
}
