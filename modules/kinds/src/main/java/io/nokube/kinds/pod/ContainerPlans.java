package io.nokube.kinds.pod;

import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.MountPlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.model.core.Container;
import io.nokube.model.core.Container.Capabilities;
import io.nokube.model.core.Container.ContainerSecurityContext;
import io.nokube.model.core.Container.VolumeMount;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec.PodSecurityContext;
import io.nokube.model.core.Volume;
import io.nokube.model.core.Volume.HostPath;
import io.nokube.model.meta.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A container of a pod's spec, said in the engine's words, with everything resolved.
///
/// Source: upstream `pkg/kubelet/kuberuntime` and `pkg/kubelet/cm/helpers_linux.go`.
final class ContainerPlans {
  private static final long NANOS_PER_MILLI_CPU = 1_000_000;
  private static final long SHARES_PER_CPU = 1024;
  private static final long LEAST_SHARES = 2;

  private static final ContainerSecurityContext NOTHING_SAID =
      new ContainerSecurityContext(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private ContainerPlans() {}

  /// @param identity with the pod's path
  /// @param variables complete, in order
  static ContainerPlan of(
      PodIdentity identity,
      Pod pod,
      Container container,
      Network network,
      String specHash,
      Map<String, String> variables) {
    PodSecurityContext ofPod = pod.spec().securityContext();
    ContainerSecurityContext own = container.securityContext().orElse(NOTHING_SAID);
    Capabilities capabilities = own.capabilities().orElse(new Capabilities(List.of(), List.of()));
    boolean privileged = own.privileged().orElse(false);
    return new ContainerPlan(
        identity,
        identity.path().child("container", container.name()),
        container.name(),
        container.image(),
        specHash,
        0,
        expanded(container.command(), variables),
        expanded(container.args(), variables),
        container.workingDir(),
        variables.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList(),
        network,
        pod.spec().hostPID(),
        container.volumeMounts().stream().map(mount -> mount(pod, mount)).toList(),
        user(ofPod, own),
        groups(ofPod),
        own.runAsNonRoot().or(ofPod::runAsNonRoot),
        privileged,
        !privileged && !own.allowPrivilegeEscalation().orElse(true),
        own.readOnlyRootFilesystem().orElse(false),
        capabilities.add(),
        capabilities.drop(),
        nanoCpus(container),
        cpuShares(container),
        quantity(container.resources().limits(), "memory").map(Quantity::units).orElse(0L));
  }

  private static List<String> expanded(List<String> texts, Map<String, String> variables) {
    return texts.stream().map(text -> Expansion.of(text, variables)).toList();
  }

  /// Why a container's user can't be said, if so.
  static Optional<String> userTrouble(Pod pod, Container container) {
    PodSecurityContext ofPod = pod.spec().securityContext();
    ContainerSecurityContext own = container.securityContext().orElse(NOTHING_SAID);
    boolean groupOnly =
        own.runAsGroup().or(ofPod::runAsGroup).isPresent()
            && own.runAsUser().or(ofPod::runAsUser).isEmpty();
    return groupOnly
        ? Optional.of(
            "runAsGroup is specified without a runAsUser: say runAsUser too (container: "
                + container.name()
                + ")")
        : Optional.empty();
  }

  private static String user(PodSecurityContext ofPod, ContainerSecurityContext own) {
    String group = own.runAsGroup().or(ofPod::runAsGroup).map(it -> ":" + it).orElse("");
    return own.runAsUser().or(ofPod::runAsUser).map(it -> it + group).orElse("");
  }

  private static List<Long> groups(PodSecurityContext ofPod) {
    Set<Long> all = new LinkedHashSet<>(ofPod.supplementalGroups());
    ofPod.fsGroup().ifPresent(all::add);
    return new ArrayList<>(all);
  }

  private static long nanoCpus(Container container) {
    return quantity(container.resources().limits(), "cpu")
        .map(it -> it.milli() * NANOS_PER_MILLI_CPU)
        .orElse(0L);
  }

  /// By the request, which defaults to the limit; who requests nothing gets the least.
  private static long cpuShares(Container container) {
    long milli =
        quantity(container.resources().requests(), "cpu")
            .or(() -> quantity(container.resources().limits(), "cpu"))
            .map(Quantity::milli)
            .orElse(0L);
    return Math.max(LEAST_SHARES, milli * SHARES_PER_CPU / 1000);
  }

  private static Optional<Quantity> quantity(Map<String, Quantity> amounts, String resource) {
    return Optional.ofNullable(amounts.get(resource));
  }

  private static MountPlan mount(Pod pod, VolumeMount mount) {
    Volume volume =
        pod.spec().volumes().stream()
            .filter(it -> it.name().equals(mount.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no volume is named " + mount.name()));
    if (volume.hostPath().isPresent()) {
      HostPath host = volume.hostPath().get();
      return new MountPlan.OfHost(
          host.path(), host.type(), mount.subPath(), mount.mountPath(), mount.readOnly());
    }
    if (volume.emptyDir().filter(it -> it.medium().equals("Memory")).isPresent()) {
      return new MountPlan.OfMemory(
          mount.name(), mount.subPath(), mount.mountPath(), mount.readOnly());
    }
    boolean files = volume.configMap().isPresent() || volume.secret().isPresent();
    return new MountPlan.OfVolume(
        mount.name(), mount.subPath(), mount.mountPath(), files || mount.readOnly());
  }
}
