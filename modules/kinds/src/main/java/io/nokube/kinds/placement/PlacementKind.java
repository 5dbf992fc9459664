package io.nokube.kinds.placement;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.util.List;

/// The word `placement`: the one actor that binds pods to nodes.
public final class PlacementKind implements Kind {
  static final String EXPECTATIONS_EXPIRE = "expectations_expire";
  static final String RETRY_AFTER = "retry_after";

  @Override
  public String word() {
    return "placement";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.duration(
            EXPECTATIONS_EXPIRE,
            "How long a binding that was written but not yet seen counts as taken."),
        Setting.duration(
            RETRY_AFTER, "How long to wait before a binding that was refused is tried again."));
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new PlacementBehavior(
        settings.duration(EXPECTATIONS_EXPIRE), settings.duration(RETRY_AFTER));
  }
}
