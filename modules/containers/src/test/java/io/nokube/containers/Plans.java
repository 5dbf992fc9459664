package io.nokube.containers;

import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.MountPlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.util.List;
import java.util.Optional;

/// A container plan, said in few words.
final class Plans {
  final PodIdentity pod;
  private String name = "main";
  private String image = TestNode.IMAGE;
  private int attempt;
  private String hash = "h1";
  private List<String> entrypoint = List.of();
  private List<String> args = List.of();
  private List<String> env = List.of();
  private Network network = new Network.Host();
  private List<MountPlan> mounts = List.of();
  private String user = "";
  private List<Long> groups = List.of();
  private String workingDir = "";
  private boolean hardened;
  private List<String> add = List.of();
  private List<String> drop = List.of();
  private long nanoCpus;
  private long cpuShares;
  private long memory;

  private Plans(String podName) {
    pod =
        new PodIdentity(
            OwnershipPath.top("default", "pod", podName),
            "default",
            podName,
            new Uid("4e5d4c3b-aaaa-bbbb-cccc-" + podName),
            new NodeName("n1"));
  }

  static Plans pod(String name) {
    return new Plans(name);
  }

  Plans container(String value) {
    name = value;
    return this;
  }

  Plans image(String value) {
    image = value;
    return this;
  }

  Plans attempt(int value) {
    attempt = value;
    return this;
  }

  Plans hash(String value) {
    hash = value;
    return this;
  }

  /// A shell that runs a script.
  Plans sh(String script) {
    return entrypoint("/bin/busybox", "sh", "-c").args(script);
  }

  /// Ends at once on TERM.
  Plans sleeping() {
    return sh("trap 'exit 0' TERM; while :; do /bin/busybox sleep 1 & wait $!; done");
  }

  Plans entrypoint(String... value) {
    entrypoint = List.of(value);
    return this;
  }

  Plans args(String... value) {
    args = List.of(value);
    return this;
  }

  Plans env(String... value) {
    env = List.of(value);
    return this;
  }

  Plans network(Network value) {
    network = value;
    return this;
  }

  Plans ownNetwork(Network.Publish... ports) {
    return network(new Network.Own(pod.name(), List.of(ports)));
  }

  Plans mounts(MountPlan... value) {
    mounts = List.of(value);
    return this;
  }

  Plans user(String value, Long... more) {
    user = value;
    groups = List.of(more);
    return this;
  }

  Plans workingDir(String value) {
    workingDir = value;
    return this;
  }

  Plans hardened() {
    hardened = true;
    return this;
  }

  Plans capabilities(List<String> added, List<String> dropped) {
    add = added;
    drop = dropped;
    return this;
  }

  Plans resources(long cpus, long shares, long bytes) {
    nanoCpus = cpus;
    cpuShares = shares;
    memory = bytes;
    return this;
  }

  OwnershipPath path() {
    return pod.path().child("container", name);
  }

  ContainerPlan plan() {
    return new ContainerPlan(
        pod,
        path(),
        name,
        image,
        hash,
        attempt,
        entrypoint,
        args,
        workingDir,
        env,
        network,
        false,
        mounts,
        user,
        groups,
        Optional.empty(),
        false,
        hardened,
        hardened,
        add,
        drop,
        nanoCpus,
        cpuShares,
        memory);
  }
}
