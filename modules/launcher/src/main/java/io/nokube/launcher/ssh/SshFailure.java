package io.nokube.launcher.ssh;

import org.jspecify.annotations.Nullable;

/// Something that could not be done on a host: on which, what was being done, what went wrong, and
/// what the reader can do. Never holds a secret.
public final class SshFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public enum Kind {
    /// Nothing listens there, or no network leads there.
    UNREACHABLE,
    HOST_KEY_CHANGED,
    HOST_KEY_UNKNOWN,
    /// The host doesn't let this user in, or the key can't be used.
    AUTHENTICATION,
    /// No answer in time.
    TIMEOUT,
    /// The connection ended; nobody knows how far the host came.
    CONNECTION_LOST,
    /// The user is in, but may not do this.
    DENIED,
    DISK_FULL,
    /// The host lets the user in but serves no files.
    NO_SFTP,
    OTHER
  }

  private final Kind kind;
  private final String what;
  private final String advice;

  SshFailure(Kind kind, String what, String advice, @Nullable Throwable cause) {
    super(what + "\n" + advice, cause);
    this.kind = kind;
    this.what = what;
    this.advice = advice;
  }

  SshFailure(Kind kind, String what, String advice) {
    this(kind, what, advice, null);
  }

  public Kind kind() {
    return kind;
  }

  /// What was being done, to what, and what went wrong; begins with the node's name.
  public String what() {
    return what;
  }

  /// What the reader can do.
  public String advice() {
    return advice;
  }
}
