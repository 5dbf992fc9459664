package io.nokube.actor.engine;

import io.nokube.model.OwnershipPath;
import java.util.List;
import java.util.Optional;

/// A container as it is to be, all references resolved. Never printed whole: `env` may hold
/// secrets.
///
/// @param specHash of all that makes it the same container on adoption
/// @param attempt how often it was started before: its restart count
/// @param entrypoint empty: the image's
/// @param args empty: the image's, unless `entrypoint` is given
/// @param env `NAME=value`
/// @param user `uid[:gid]`; empty: the image's
/// @param nanoCpus limit in 10⁻⁹ CPUs; 0: none
/// @param cpuShares weight; 0: the engine's own
/// @param memoryBytes limit; 0: none
public record ContainerPlan(
    PodIdentity pod,
    OwnershipPath path,
    String name,
    String image,
    String specHash,
    int attempt,
    List<String> entrypoint,
    List<String> args,
    String workingDir,
    List<String> env,
    Network network,
    boolean hostPid,
    List<MountPlan> mounts,
    String user,
    List<Long> groups,
    Optional<Boolean> runAsNonRoot,
    boolean privileged,
    boolean noNewPrivileges,
    boolean readOnlyRoot,
    List<String> addCapabilities,
    List<String> dropCapabilities,
    long nanoCpus,
    long cpuShares,
    long memoryBytes) {

  /// The same container in another life.
  public ContainerPlan withAttempt(int attempt) {
    return new ContainerPlan(
        pod,
        path,
        name,
        image,
        specHash,
        attempt,
        entrypoint,
        args,
        workingDir,
        env,
        network,
        hostPid,
        mounts,
        user,
        groups,
        runAsNonRoot,
        privileged,
        noNewPrivileges,
        readOnlyRoot,
        addCapabilities,
        dropCapabilities,
        nanoCpus,
        cpuShares,
        memoryBytes);
  }

  @Override
  public String toString() {
    return "ContainerPlan[" + path + ", " + image + ", attempt " + attempt + "]";
  }
}
