package io.nokube.actor;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.KubeObject;
import io.nokube.model.Uid;
import java.util.List;
import java.util.Set;

/// What a finished action brings.
public sealed interface Result {
  record Nothing() implements Result {}

  /// The object as the store now has it.
  record Stored(KubeObject object) implements Result {}

  record Containers(List<SeenContainer> containers) implements Result {}

  /// @param id the engine's id of the image, `sha256:…`
  /// @param user what the image runs as if nothing else is said; empty: root
  record Image(String id, String user) implements Result {}

  /// @param version with the engine's name, as a Node shows it: `docker://28.1.0`
  /// @param pods those of which it has containers, whatever their state
  record Engine(String version, Set<Uid> pods) implements Result {
    public Engine {
      pods = Set.copyOf(pods);
    }
  }
}
