package io.nokube.launcher.ssh;

import java.util.List;
import java.util.stream.Collectors;

/// A command as a POSIX shell reads it: sshd gives what it is told to the user's login shell.
final class ShellWords {
  private ShellWords() {}

  /// Each word in single quotes, inside of which only they themselves mean anything (POSIX, Shell
  /// Command Language, 2.2.2).
  static String of(List<String> command) {
    return command.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a program's argument can't hold a NUL");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
