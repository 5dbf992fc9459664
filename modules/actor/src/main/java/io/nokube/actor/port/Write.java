package io.nokube.actor.port;

import io.nokube.model.KubeObject;

/// What became of a write: one of three.
public sealed interface Write {
  /// It is stored, as this object (after a removal: as it last was).
  record Accepted(KubeObject object) implements Write {}

  /// It will never be carried out.
  record Refused(Reason reason, String message) implements Write {}

  /// It was in flight when contact broke. Read again to know.
  record Unknown(String why) implements Write {}

  enum Reason {
    NOT_FOUND("NotFound"),
    ALREADY_EXISTS("AlreadyExists"),
    /// Based on something that has changed since.
    CONFLICT("Conflict"),
    /// The writer is deposed or doubled.
    FENCED("Fenced"),
    /// The store is away; nothing was sent.
    UNAVAILABLE("Unavailable"),
    TOO_LARGE("RequestEntityTooLarge"),
    /// Somebody else owns the object.
    OWNED("Owned");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /// As Kubernetes' Status says it.
    public String word() {
      return word;
    }
  }
}
