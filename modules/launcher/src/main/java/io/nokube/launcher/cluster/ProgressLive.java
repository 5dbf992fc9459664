package io.nokube.launcher.cluster;

import io.nokube.launcher.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Progress on a terminal: one line a node, drawn anew as things happen.
final class ProgressLive implements Progress {
  private static final int BAR = 8;
  private static final int WIDTH = 100;

  private final Terminal terminal;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private int drawn;
  private long lastDrawn;

  private record Line(String done, String now) {}

  ProgressLive(Terminal terminal, List<String> nodes) {
    this.terminal = terminal;
    nodes.forEach(node -> lines.put(node, new Line("", "")));
  }

  @Override
  public synchronized void tell(Event event) {
    Line before = lines.getOrDefault(event.node(), new Line("", ""));
    lines.put(
        event.node(),
        switch (event.state()) {
          case STARTED -> new Line(before.done(), event.step() + ": " + first(event.detail()));
          case DONE ->
              new Line(
                  before.done()
                      + String.format(
                          Locale.ROOT, "%s ✓ %.1fs  ", event.step(), event.millis() / 1e3),
                  "");
          case FAILED -> new Line(before.done(), event.step() + " ✗ " + first(event.detail()));
        });
    draw();
  }

  @Override
  public synchronized void sent(String node, long bytes, long of) {
    int full = of == 0 ? BAR : (int) (BAR * bytes / of);
    String bar = "█".repeat(full) + "░".repeat(BAR - full);
    Line before = lines.getOrDefault(node, new Line("", ""));
    lines.put(
        node,
        new Line(
            before.done(), "upload %s %d/%d MB".formatted(bar, bytes / 1_000_000, of / 1_000_000)));
    if (System.nanoTime() - lastDrawn > 100_000_000) {
      draw();
    }
  }

  @Override
  public synchronized void end() {
    draw();
  }

  private void draw() {
    lastDrawn = System.nanoTime();
    StringBuilder all = new StringBuilder();
    if (drawn > 0) {
      all.append("\u001b[%dA\r\u001b[J".formatted(drawn));
    }
    lines.forEach((node, line) ->
        all.append(cut("  %-10s %s%s".formatted(node, line.done(), line.now()))).append('\n'));
    terminal.results().print(all);
    terminal.results().flush();
    drawn = lines.size();
  }

  /// A line that wraps would be drawn over wrongly.
  private static String cut(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  private static String first(String text) {
    return text.lines().findFirst().orElse("");
  }
}
