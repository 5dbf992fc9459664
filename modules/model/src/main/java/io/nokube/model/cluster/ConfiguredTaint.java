package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.core.NodeSpec.Taint;

/// A taint that a node has by its configuration.
///
/// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
public record ConfiguredTaint(
    @JsonPropertyDescription("The taint's name.") String key,
    @JsonPropertyDescription("The taint's value; \"\" for none.") String value,
    @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.") String effect) {

  /// As the Node has it.
  public Taint taint() {
    return new Taint(key, value, effect);
  }
}
