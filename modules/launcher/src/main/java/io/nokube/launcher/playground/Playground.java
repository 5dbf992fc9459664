package io.nokube.launcher.playground;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.HostCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One playground's names and places, and how its parts are made. Pure.
///
/// @param name of the cluster; containers and network are named after it
/// @param folder everything of it that is a file
record Playground(String name, Path folder) {
  static final String IMAGES = "nokube/playground-host";

  /// On everything of a playground in the Docker engine: its name.
  static final String LABEL = "io.nokube.playground";

  /// Whose it is: the folder.
  static final String FOLDER_LABEL = LABEL + ".folder";

  static final String VARIANT_LABEL = LABEL + ".variant";

  /// Where an image is made: not on a file system that forbids devices, as a tmpfs often does.
  private static final String WORK = "/var/tmp/nokube-host-image";

  /// Enough for an engine and its containers in a container where `--privileged` can't be had.
  private static final List<String> CAPABILITIES =
      List.of(
          "SYS_ADMIN",
          "NET_ADMIN",
          "SYS_PTRACE",
          "SYS_NICE",
          "SYS_BOOT",
          "DAC_READ_SEARCH",
          "IPC_LOCK");

  Playground {
    // Its folder is removed at its end: it must be nobody else's.
    if (!name.matches("playground(-[a-z0-9]{1,20})?")) {
      throw CommandFailure.usage(
          "--name %s: it is playground, or playground- and up to 20 small letters and digits"
              .formatted(name));
    }
  }

  String network() {
    return "nokube-" + name;
  }

  String container(String host) {
    return network() + "-" + host;
  }

  Path clusterFile() {
    return folder.resolve("cluster.yaml");
  }

  Path key() {
    return folder.resolve("id_ed25519");
  }

  Path publicKey() {
    return folder.resolve("id_ed25519.pub");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  Path sshConfig() {
    return folder.resolve("ssh_config");
  }

  Path aptConfiguration() {
    return folder.resolve("apt.conf");
  }

  Path hostKey(String host) {
    return folder.resolve(host + ".pub");
  }

  /// For `docker … ls`: what belongs to it.
  List<String> filter() {
    return List.of("--filter", "label=" + LABEL + "=" + name);
  }

  ObjectNode prepareMachine() {
    ObjectNode request = HostCommand.request("prepare-machine", 900);
    request.putArray("packages").add("debootstrap").add("openssh-client");
    return request
        .put("docker", true)
        .put("etcd", false)
        .put("noInstall", false)
        .put("dockerLog", folder.resolveSibling("docker").resolve("dockerd.log").toString());
  }

  static ObjectNode makeImage(Variant variant) {
    ObjectNode request =
        HostCommand.request("make-host-image", 3600)
            .put("repository", IMAGES)
            .put("variant", variant.word())
            .put("folder", WORK);
    variant.packages().forEach(request.putArray("packages")::add);
    variant.optionalPackages().forEach(request.putArray("optionalPackages")::add);
    return request;
  }

  List<String> createNetwork(Subnet subnet) {
    List<String> words = new ArrayList<>(List.of("network", "create"));
    words.addAll(labels());
    words.addAll(List.of("--subnet", subnet.toString(), network()));
    return words;
  }

  /// A container that is like a machine: its process 1 is an init, which starts what the init
  /// scripts say at every start and ends it in order; `/run` is empty at every start; its address
  /// stays.
  ///
  /// @param privileged whether the engine can give a container everything
  List<String> createHost(
      String host, Variant variant, String image, String address, boolean privileged) {
    List<String> words =
        new ArrayList<>(List.of("create", "--name", container(host), "--hostname", host, "--tty"));
    words.addAll(labels());
    words.addAll(List.of("--label", VARIANT_LABEL + "=" + variant.word()));
    words.addAll(List.of("--restart", "unless-stopped"));
    words.addAll(List.of("--stop-signal", "SIGINT", "--stop-timeout", "60"));
    words.addAll(List.of("--network", network(), "--ip", address));
    words.addAll(List.of("--tmpfs", "/run:mode=755,exec", "--shm-size", "512m"));
    words.addAll(List.of("--cgroupns", "host", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"));
    if (privileged) {
      words.add("--privileged");
    } else {
      CAPABILITIES.forEach(capability -> words.addAll(List.of("--cap-add", capability)));
      for (String option : List.of("seccomp", "apparmor", "systempaths")) {
        words.addAll(List.of("--security-opt", option + "=unconfined"));
      }
    }
    words.add(image);
    return words;
  }

  private List<String> labels() {
    return List.of("--label", LABEL + "=" + name, "--label", FOLDER_LABEL + "=" + folder);
  }
}
