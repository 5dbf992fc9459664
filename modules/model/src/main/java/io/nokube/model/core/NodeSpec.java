package io.nokube.model.core;

import java.util.List;

/// @param unschedulable cordoned: gets no new pods but those of daemon sets
public record NodeSpec(boolean unschedulable, List<Taint> taints) {

  /// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
  public record Taint(String key, String value, String effect) {}
}
