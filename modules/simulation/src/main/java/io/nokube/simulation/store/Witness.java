package io.nokube.simulation.store;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import java.util.Optional;

/// Sees all that the store takes, as it takes it.
public interface Witness {
  void wrote(
      ObjectKey key,
      Optional<KubeObject> before,
      Optional<KubeObject> after,
      Fence fence,
      long revision);

  void claimed(Seen record);

  void went(Seen record);
}
