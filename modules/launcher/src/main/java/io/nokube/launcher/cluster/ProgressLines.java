package io.nokube.launcher.cluster;

import io.nokube.launcher.Terminal;
import java.util.Locale;

/// Progress into a pipe: a plain line for each step that ended.
record ProgressLines(Terminal terminal) implements Progress {
  @Override
  public synchronized void tell(Event event) {
    if (event.state() == State.STARTED) {
      return;
    }
    terminal.line(
        String.format(
            Locale.ROOT,
            "  %-10s %-10s %s %s (%.1f s)",
            event.node(),
            event.step(),
            event.state() == State.DONE ? "✓" : "✗",
            event.detail().lines().findFirst().orElse(""),
            event.millis() / 1e3));
  }

  @Override
  public void sent(String node, long bytes, long of) {
    // A pipe gets the end of an upload only.
  }

  @Override
  public void end() {
    // Each line stands already.
  }
}
