package io.nokube.launcher;

/// The steps of a longer command, a line each.
public record Steps(Terminal terminal) {
  public void done(String what, String detail) {
    terminal.line("  " + mark("✓", "32") + " %-23s %s".formatted(what, detail));
  }

  public void note(String what, String detail) {
    terminal.line("  " + mark("…", "33") + " %-23s %s".formatted(what, detail));
  }

  private String mark(String sign, String colour) {
    return terminal.colour() ? "\u001b[" + colour + "m" + sign + "\u001b[0m" : sign;
  }
}
