package io.nokube.kinds.container;

import io.nokube.actor.Backoff;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.model.core.Pod;
import java.util.List;

/// `container-<name>`: one container of a pod. Born with its Pod.
public final class ContainerKind implements Kind {
  @Override
  public String word() {
    return "container";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.duration(
            "backoff_first", "how long a container that failed twice waits for its next start"),
        Setting.duration(
            "backoff_most", "the longest wait; each failure doubles the wait up to it"),
        Setting.duration(
            "backoff_reset", "after how long a healthy life earlier failures are forgotten"),
        Setting.duration(
            "look_again", "how long to wait when the container engine could not do something"));
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
    return new ContainerBehavior(
        Self.of(birth.self(), pod, settings.duration("look_again")), backoff);
  }
}
