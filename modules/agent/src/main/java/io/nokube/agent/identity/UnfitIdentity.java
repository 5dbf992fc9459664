package io.nokube.agent.identity;

/// Why the files that are there are no identity; the message names the file.
public final class UnfitIdentity extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfitIdentity(String message) {
    super(message);
  }
}
