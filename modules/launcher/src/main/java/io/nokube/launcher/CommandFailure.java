package io.nokube.launcher;

/// The end of a command that could not do what it was asked: a message that says what to do, and an
/// exit code.
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int exitCode;

  private CommandFailure(String text, int exitCode) {
    super(text);
    this.text = text;
    this.exitCode = exitCode;
  }

  /// It was refused, or could not be done.
  public static CommandFailure failed(String text) {
    return new CommandFailure(text, 1);
  }

  /// The command line is wrong.
  public static CommandFailure usage(String text) {
    return new CommandFailure(text, 2);
  }

  /// Nobody knows whether it was done.
  public static CommandFailure unknown(String text) {
    return new CommandFailure(text, 3);
  }

  public String text() {
    return text;
  }

  public int exitCode() {
    return exitCode;
  }
}
