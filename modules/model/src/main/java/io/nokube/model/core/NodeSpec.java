package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/// @param unschedulable cordoned: gets no new pods but those of daemon sets
public record NodeSpec(boolean unschedulable, List<Taint> taints) {

  /// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
  public record Taint(
      @JsonPropertyDescription("The taint's name.") String key,
      @JsonPropertyDescription("The taint's value; \"\" for none.") String value,
      @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.") String effect) {}
}
