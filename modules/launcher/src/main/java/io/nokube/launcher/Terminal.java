package io.nokube.launcher;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a command's words go: results to one stream, what went wrong to the other.
///
/// @param colour whether escape codes may be used: never into a pipe
public record Terminal(PrintStream results, PrintStream complaints, boolean colour) {

  static Terminal system() {
    boolean colour =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && System.getenv("NO_COLOR") == null;
    return new Terminal(
        new PrintStream(new StandardOutput(), true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        colour);
  }

  public void line(String text) {
    results.println(text);
  }

  public void error(String text) {
    complaints.println(colour ? "\u001b[31m" + text + "\u001b[0m" : text);
  }
}
