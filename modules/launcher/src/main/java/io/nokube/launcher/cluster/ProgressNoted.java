package io.nokube.launcher.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Notes which steps were done on which node, for the end of a run that failed.
final class ProgressNoted implements Progress {
  private final Progress shown;
  private final Map<String, String> done = new LinkedHashMap<>();

  ProgressNoted(Progress shown) {
    this.shown = shown;
  }

  @Override
  public void tell(Event event) {
    if (event.state() == State.DONE) {
      note(event.node(), event.step());
    }
    shown.tell(event);
  }

  private synchronized void note(String node, String step) {
    done.merge(node, step, (before, next) -> before + ", " + next);
  }

  @Override
  public void sent(String node, long bytes, long of) {
    shown.sent(node, bytes, of);
  }

  @Override
  public void end() {
    shown.end();
  }

  /// What was done, a line a node; and that nothing was changed, if only connecting and checking
  /// was.
  synchronized String told() {
    boolean nothing =
        done.values().stream()
            .allMatch(steps -> Set.of("connect", "check").containsAll(List.of(steps.split(", "))));
    return nothing
        ? "Nothing was changed on any host."
        : done.entrySet().stream()
            .map(node -> "  done on %s: %s".formatted(node.getKey(), node.getValue()))
            .collect(
                Collectors.joining(
                    "\n",
                    "",
                    "\nEvery other node stopped at its next step; running this again is safe."));
  }
}
