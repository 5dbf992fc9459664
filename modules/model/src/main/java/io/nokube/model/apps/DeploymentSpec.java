package io.nokube.model.apps;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.LabelSelector;
import java.util.Optional;

public record DeploymentSpec(
    int replicas,
    LabelSelector selector,
    PodTemplate template,
    Strategy strategy,
    int minReadySeconds,
    int progressDeadlineSeconds) {

  /// @param rollingUpdate present exactly with [StrategyType#ROLLING_UPDATE]
  public record Strategy(StrategyType type, Optional<RollingUpdate> rollingUpdate) {}

  public enum StrategyType {
    @JsonProperty("RollingUpdate")
    ROLLING_UPDATE,
    @JsonProperty("Recreate")
    RECREATE
  }

  public record RollingUpdate(IntOrPercent maxUnavailable, IntOrPercent maxSurge) {}

  public DeploymentSpec withReplicas(int replicas) {
    return new DeploymentSpec(
        replicas, selector, template, strategy, minReadySeconds, progressDeadlineSeconds);
  }
}
