package io.nokube.kinds.daemonset;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.kinds.OwnedPods.Owner;
import io.nokube.kinds.OwnerSettings;
import java.util.List;

/// The word `daemonset`.
public final class DaemonSetKind implements Kind {
  @Override
  public String word() {
    return "daemonset";
  }

  @Override
  public List<Setting> settings() {
    return OwnerSettings.DECLARED;
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new DaemonSetBehavior(Owner.of(birth), OwnerSettings.of(settings));
  }
}
