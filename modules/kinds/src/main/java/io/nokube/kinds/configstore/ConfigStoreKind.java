package io.nokube.kinds.configstore;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.model.ResourceType;
import java.util.List;

/// `configstore-<node>`: the ConfigMaps that a node's pods need.
public final class ConfigStoreKind implements Kind {
  @Override
  public String word() {
    return "configstore";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.duration(
            "forget_after",
            "after how long without a word a pod that asked is taken to be no more; longer than"
                + " the pods' ask_again"));
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new StoreBehavior(ResourceType.CONFIG_MAP, settings.duration("forget_after"));
  }
}
