package io.nokube.actor;

/// What became of an [Action].
public sealed interface Outcome {
  record Done(Result result) implements Outcome {}

  /// It will never be carried out.
  ///
  /// @param reason one word a machine can use, such as `Conflict`, `AlreadyExists`, `NotFound`,
  ///   `Fenced`, `Unavailable`, `ErrImagePull`, `ErrImageNeverPull`, `CreateContainerError`,
  ///   `RunContainerError`
  record Refused(String reason, String message) implements Outcome {}

  /// It was under way when contact broke: read again to know.
  record Unknown(String message) implements Outcome {}
}
