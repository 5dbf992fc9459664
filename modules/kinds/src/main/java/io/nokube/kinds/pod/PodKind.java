package io.nokube.kinds.pod;

import io.nokube.actor.Backoff;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.model.core.Pod;
import java.util.List;

/// `pod-<name>`: a pod on its node. Born with its Pod, whose status tells what is known of it.
public final class PodKind implements Kind {
  @Override
  public String word() {
    return "pod";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.duration(
            "backoff_first", "how long a part that failed twice waits for its next start"),
        Setting.duration(
            "backoff_most", "the longest wait; each failure doubles the wait up to it"),
        Setting.duration(
            "backoff_reset", "after how long without failure earlier ones are forgotten"),
        Setting.duration(
            "try_again", "how long to wait before what the engine or the store could not do"),
        Setting.duration(
            "ask_again",
            "how often the stores are asked again for what they told; what they did not tell is asked"
                + " for again after try_again"),
        Setting.duration(
            "overdue", "how much longer than its grace a container may take to be removed"));
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    if (!(birth.subject().orElse(null) instanceof Pod pod)) {
      throw new IllegalArgumentException(birth.self() + " must be born with its Pod");
    }
    Backoff backoff =
        Backoff.of(
            settings.duration("backoff_first"),
            settings.duration("backoff_most"),
            settings.duration("backoff_reset"));
    return new PodBehavior(
        new Self(
            birth.self(),
            birth.node(),
            pod,
            backoff,
            settings.duration("try_again"),
            settings.duration("ask_again"),
            settings.duration("overdue")));
  }
}
