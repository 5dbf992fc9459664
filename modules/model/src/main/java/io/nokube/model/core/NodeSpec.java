package io.nokube.model.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// @param unschedulable cordoned: gets no new pods but those of daemon sets
public record NodeSpec(boolean unschedulable, List<Taint> taints) {

  /// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
  /// @param timeAdded since when it is there, where that is known
  public record Taint(String key, String value, String effect, Optional<Instant> timeAdded) {
    public Taint(String key, String value, String effect) {
      this(key, value, effect, Optional.empty());
    }
  }
}
