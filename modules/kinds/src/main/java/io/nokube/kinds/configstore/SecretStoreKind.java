package io.nokube.kinds.configstore;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.model.ResourceType;
import java.util.List;

/// `secretstore-<node>`: the Secrets that a node's pods need.
public final class SecretStoreKind implements Kind {
  @Override
  public String word() {
    return "secretstore";
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
    return new StoreBehavior(ResourceType.SECRET, settings.duration("forget_after"));
  }
}
