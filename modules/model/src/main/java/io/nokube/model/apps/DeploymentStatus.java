package io.nokube.model.apps;

import io.nokube.model.meta.Condition;
import java.util.List;

/// What a deployment's actor sees of its pods.
///
/// @param updatedReplicas pods of the current template
public record DeploymentStatus(
    long observedGeneration,
    int replicas,
    int updatedReplicas,
    int readyReplicas,
    int availableReplicas,
    int unavailableReplicas,
    List<Condition> conditions) {
  public static final DeploymentStatus NONE = new DeploymentStatus(0, 0, 0, 0, 0, 0, List.of());
}
