package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.util.List;

/// The word `kubecontroller`: the root of the tree, on the elected head.
public final class KubecontrollerKind implements Kind {
  @Override
  public String word() {
    return "kubecontroller";
  }

  @Override
  public List<Setting> settings() {
    return KubeSettings.DECLARED;
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new KubecontrollerBehavior(birth.node(), KubeSettings.of(settings));
  }
}
