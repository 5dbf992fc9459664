package io.nokube.model.apps;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.LabelSelector;
import java.util.Optional;

public record DaemonSetSpec(
    LabelSelector selector,
    PodTemplate template,
    UpdateStrategy updateStrategy,
    int minReadySeconds) {

  /// @param rollingUpdate present exactly with [UpdateType#ROLLING_UPDATE]
  public record UpdateStrategy(UpdateType type, Optional<RollingUpdate> rollingUpdate) {}

  public enum UpdateType {
    @JsonProperty("RollingUpdate")
    ROLLING_UPDATE,
    @JsonProperty("OnDelete")
    ON_DELETE
  }

  /// @param maxSurge 0: the pods are named after their node, so two can't be there at once
  public record RollingUpdate(IntOrPercent maxUnavailable, IntOrPercent maxSurge) {}
}
