package io.nokube.host.node;

import io.nokube.host.system.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a caller has done by the process that holds a node for them, without another process: a
/// line `<number> <base64 JSON>` each. Each is begun as it comes, beside those that are under way;
/// all lines about it have its number.
final class Errands {

  private static final Pattern LINE = Pattern.compile("(\\d{1,9}) (\\S+)");

  private final Holding holding;
  private final Progress progress;
  private final List<Thread> begun = new ArrayList<>();

  Errands(Holding holding, Progress progress) {
    this.holding = holding;
    this.progress = progress;
  }

  void begin(String line) {
    var errand = LINE.matcher(line);
    if (!errand.matches()) {
      progress.error(
          "not `<number> <base64 of a request>`: " + line,
          "see docs/agent-command.md for what can be asked, and how");
      return;
    }
    var about = progress.of(Integer.parseInt(errand.group(1)));
    var thread =
        Thread.ofPlatform()
            .name("errand-" + errand.group(1))
            // Its caller would wait for an answer that never comes.
            .uncaughtExceptionHandler((failed, e) -> {
              e.printStackTrace();
              Runtime.getRuntime().halt(1);
            })
            .start(() -> holding.perform(errand.group(2), about));
    begun.add(thread);
  }

  /// Returns when all have come to their end.
  void awaitEnd() {
    try {
      for (var errand : begun) {
        errand.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
