package io.nokube.launcher;

import java.util.List;

/// Finds the command and runs it. Exit codes: 0 done, 1 failed, 2 wrong use, 3 unknown whether it
/// was done.
public final class Main {
  /// As a shell says it of a program that a closed pipe has ended.
  private static final int CLOSED_PIPE = 141;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), Terminal.system()));
  }

  static int run(List<String> arguments, Terminal terminal) {
    try {
      return Commands.find(arguments).run(terminal);
    } catch (CommandFailure failure) {
      terminal.error(failure.text());
      return failure.exitCode();
    } catch (StandardOutput.Failed failed) {
      if (failed.closedPipe()) {
        return CLOSED_PIPE;
      }
      terminal.error("cannot write the output: " + failed.getMessage());
      return 1;
    }
  }
}
