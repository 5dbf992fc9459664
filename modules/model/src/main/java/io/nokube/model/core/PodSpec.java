package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pod is to be. Defaults are in (docs/defaults.md), so what is never absent is not
/// Optional.
public record PodSpec(
    List<Container> containers,
    List<Volume> volumes,
    RestartPolicy restartPolicy,
    long terminationGracePeriodSeconds,
    Optional<NodeName> nodeName,
    Map<String, String> nodeSelector,
    Optional<Affinity> affinity,
    List<Toleration> tolerations,
    boolean hostNetwork,
    boolean hostPID,
    String hostname,
    PodSecurityContext securityContext) {
  public PodSpec {
    securityContext = securityContext == null ? PodSecurityContext.NONE : securityContext;
  }

  /// Whether a container that ended is started again.
  public enum RestartPolicy {
    @JsonProperty("Always")
    ALWAYS,
    @JsonProperty("OnFailure")
    ON_FAILURE,
    @JsonProperty("Never")
    NEVER
  }

  public record PodSecurityContext(
      Optional<Long> runAsUser,
      Optional<Long> runAsGroup,
      Optional<Boolean> runAsNonRoot,
      Optional<Long> fsGroup,
      List<Long> supplementalGroups) {
    public static final PodSecurityContext NONE =
        new PodSecurityContext(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  public PodSpec withNodeName(NodeName node) {
    return new PodSpec(
        containers,
        volumes,
        restartPolicy,
        terminationGracePeriodSeconds,
        Optional.of(node),
        nodeSelector,
        affinity,
        tolerations,
        hostNetwork,
        hostPID,
        hostname,
        securityContext);
  }
}
