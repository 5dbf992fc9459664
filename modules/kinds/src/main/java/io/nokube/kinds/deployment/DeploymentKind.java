package io.nokube.kinds.deployment;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.kinds.OwnedPods.Owner;
import io.nokube.kinds.OwnerSettings;
import java.util.List;

/// The word `deployment`.
public final class DeploymentKind implements Kind {
  @Override
  public String word() {
    return "deployment";
  }

  @Override
  public List<Setting> settings() {
    return OwnerSettings.DECLARED;
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new DeploymentBehavior(Owner.of(birth), OwnerSettings.of(settings));
  }
}
