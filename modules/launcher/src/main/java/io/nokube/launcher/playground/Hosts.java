package io.nokube.launcher.playground;

import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Docker;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A playground's hosts and their network in the Docker engine.
record Hosts(Playground playground) {
  /// Those that are there.
  ///
  /// @throws CommandFailure if they are another folder's
  List<SeenHost> look() {
    List<String> words = new ArrayList<>(List.of("ps", "--all", "--no-trunc"));
    words.addAll(playground.filter());
    words.addAll(List.of("--format", SeenHost.FORMAT));
    List<SeenHost> seen = SeenHost.parse(playground, Docker.run(words));
    for (SeenHost host : seen) {
      if (!host.folder().equals(playground.folder())) {
        throw CommandFailure.failed(
            "a playground \"%s\" is there already, made from %s. Remove it from there, or choose another --name."
                .formatted(playground.name(), host.folder()));
      }
    }
    return seen;
  }

  /// Makes the network, unless it is there.
  Subnet network() {
    if (networks().isEmpty()) {
      Docker.run(playground.createNetwork(Subnet.free(taken())));
    }
    return subnets(List.of(playground.network())).getFirst();
  }

  private List<String> networks() {
    List<String> words = new ArrayList<>(List.of("network", "ls", "--quiet"));
    words.addAll(playground.filter());
    return lines(Docker.run(words));
  }

  private static List<Subnet> taken() {
    List<Subnet> taken =
        new ArrayList<>(subnets(lines(Docker.run(List.of("network", "ls", "--quiet")))));
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        for (InterfaceAddress address : each.getInterfaceAddresses()) {
          if (address.getAddress() instanceof Inet4Address four) {
            taken.add(Subnet.parse(four.getHostAddress() + "/" + address.getNetworkPrefixLength()));
          }
        }
      }
    } catch (SocketException e) {
      throw CommandFailure.failed("cannot list this machine's addresses: " + e.getMessage());
    }
    return taken;
  }

  private static List<Subnet> subnets(List<String> networks) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "network",
                "inspect",
                "--format",
                "{{range .IPAM.Config}}{{println .Subnet}}{{end}}"));
    words.addAll(networks);
    return lines(Docker.run(words)).stream()
        .filter(line -> !line.contains(":"))
        .map(Subnet::parse)
        .toList();
  }

  /// Whether the engine can run privileged containers: one that isn't on a machine of its own often
  /// can't.
  static boolean privileged(String image) {
    return Docker.succeeds(
        List.of("run", "--rm", "--privileged", "--network", "none", image, "/bin/true"));
  }

  /// Makes what isn't there and starts what doesn't run.
  ///
  /// @param aptConfiguration for a new host, or an empty file
  void bring(HostStep step, Making making, Path aptConfiguration) {
    String container = playground.container(step.host());
    switch (step) {
      case HostStep.Keep kept -> letIn(container);
      case HostStep.Unpause paused -> {
        Docker.run(List.of("unpause", container));
        letIn(container);
      }
      case HostStep.Start stopped -> {
        letIn(container);
        Docker.run(List.of("start", container));
      }
      case HostStep.Create missing -> {
        if (missing.remains()) {
          remove(List.of(container));
        }
        Docker.run(
            playground.createHost(
                missing.host(),
                missing.variant(),
                making.image(missing.variant()),
                missing.address(making.subnet()),
                making.privileged()));
        letIn(container);
        copy(aptConfiguration.toString(), container + ":/etc/apt/apt.conf.d/90playground");
        Docker.run(List.of("start", container));
      }
    }
  }

  /// How new hosts are made.
  ///
  /// @param images of those variants that are made anew
  /// @param privileged whether the engine can give a container everything
  record Making(Map<Variant, String> images, Subnet subnet, boolean privileged) {
    private String image(Variant variant) {
      return Optional.ofNullable(images.get(variant)).orElseThrow();
    }
  }

  private void letIn(String container) {
    copy(playground.publicKey().toString(), container + ":/root/.ssh/authorized_keys");
  }

  /// Not over SSH: what it pins can't be a stranger's.
  HostKey hostKey(String host) {
    Path file = playground.hostKey(host);
    copy(playground.container(host) + ":/etc/ssh/ssh_host_ed25519_key.pub", file.toString());
    try {
      return HostKey.parse(Files.readString(file));
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void copy(String from, String to) {
    Docker.run(List.of("cp", from, to));
  }

  /// All of them and their network.
  ///
  /// @return how many hosts there were
  int removeAll() {
    List<String> containers =
        look().stream().map(host -> playground.container(host.name())).toList();
    if (!containers.isEmpty()) {
      remove(containers);
    }
    for (String network : networks()) {
      Docker.run(List.of("network", "rm", network));
    }
    return containers.size();
  }

  private static void remove(List<String> containers) {
    Docker.run(
        Stream.concat(Stream.of("rm", "--force", "--volumes"), containers.stream()).toList());
  }

  /// @return how many there were
  static int removeImages() {
    List<String> images =
        lines(
            Docker.run(
                List.of("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", Playground.IMAGES)));
    if (!images.isEmpty()) {
      Docker.run(Stream.concat(Stream.of("image", "rm"), images.stream()).toList());
    }
    return images.size();
  }

  private static List<String> lines(String output) {
    return output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
