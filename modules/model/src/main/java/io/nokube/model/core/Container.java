package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.meta.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One container of a pod.
public record Container(
    String name,
    String image,
    ImagePullPolicy imagePullPolicy,
    List<String> command,
    List<String> args,
    String workingDir,
    List<EnvVar> env,
    List<EnvFromSource> envFrom,
    List<ContainerPort> ports,
    Resources resources,
    List<VolumeMount> volumeMounts,
    Optional<ContainerSecurityContext> securityContext) {
  public Container {
    resources = resources == null ? Resources.NONE : resources;
  }

  public enum ImagePullPolicy {
    @JsonProperty("Always")
    ALWAYS,
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT,
    @JsonProperty("Never")
    NEVER
  }

  /// @param containerPort 1 to 65535
  /// @param hostPort published on the node; empty: not at all
  /// @param hostIP empty: the node's own address
  /// @param protocol `TCP`, `UDP` or `SCTP`
  public record ContainerPort(
      String name, int containerPort, Optional<Integer> hostPort, String hostIP, String protocol) {}

  /// By resource: `cpu`, `memory`.
  public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    public static final Resources NONE = new Resources(Map.of(), Map.of());
  }

  public record VolumeMount(String name, String mountPath, boolean readOnly, String subPath) {}

  public record ContainerSecurityContext(
      Optional<Boolean> privileged,
      Optional<Long> runAsUser,
      Optional<Long> runAsGroup,
      Optional<Boolean> runAsNonRoot,
      Optional<Boolean> readOnlyRootFilesystem,
      Optional<Boolean> allowPrivilegeEscalation,
      Optional<Capabilities> capabilities) {}

  /// Names without `CAP_`, or `ALL`.
  public record Capabilities(List<String> add, List<String> drop) {}
}
