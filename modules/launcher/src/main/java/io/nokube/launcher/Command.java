package io.nokube.launcher;

/// One command of `nokube`, its arguments already read.
public interface Command {
  /// @return the exit code
  /// @throws CommandFailure if it can't be done
  int run(Terminal terminal);
}
