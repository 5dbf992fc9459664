package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.launcher.Terminal;
import java.util.Locale;

/// Progress for programs: a JSON object for each event.
record ProgressJson(Terminal terminal) implements Progress {
  @Override
  public synchronized void tell(Event event) {
    terminal.line(
        JsonNodeFactory.instance
            .objectNode()
            .put("node", event.node())
            .put("step", event.step())
            .put("state", event.state().name().toLowerCase(Locale.ROOT))
            .put("detail", event.detail())
            .put("millis", event.millis())
            .toString());
  }

  @Override
  public void sent(String node, long bytes, long of) {
    // The end of an upload says how much it was.
  }

  @Override
  public void end() {
    // Each line stands already.
  }
}
