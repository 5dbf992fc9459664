package io.nokube.vertx.etcd.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Where a node lives: a network namespace with an address of its own on the run's bridge. It
/// outlives the processes in it. What comes from another address can be dropped on arrival, as a
/// cut cable or a firewall does it: silently.
final class Place implements AutoCloseable {

  /// The bridge's own address, where every etcd listens.
  static final String HUB = "198.18.0.1"; // RFC 2544: for benchmarks, nobody's on any network

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String address;
  private final Process holder;

  private Place(String address, Process holder) {
    this.address = address;
    this.holder = holder;
  }

  /// Lays the bridge; once, first.
  static void layBridge() {
    Enclosure.run("ip", "link", "set", "lo", "up");
    Enclosure.run("ip", "link", "add", "hub", "type", "bridge");
    Enclosure.run("ip", "address", "add", HUB + "/16", "dev", "hub");
    Enclosure.run("ip", "link", "set", "hub", "up");
  }

  /// A place with the address 198.18.`group`.`number`; both from 1 on.
  static Place of(int group, int number) {
    try {
      var holder = new ProcessBuilder("unshare", "--net", "sleep", "infinity").start();
      var place = new Place("198.18.%d.%d".formatted(group, number), holder);
      place.awaitNamespace();
      place.connect("g%dn%d".formatted(group, number));
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException("making a network namespace", e);
    }
  }

  String address() {
    return address;
  }

  /// `command`, to be run here; the process that starts with it becomes the command's own.
  List<String> here(List<String> command) {
    var all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--net"));
    all.addAll(command);
    return all;
  }

  /// From now on nothing arrives here that comes from `other`.
  void deaf(String other) {
    iptables("-A", other);
  }

  void hears(String other) {
    iptables("-D", other);
  }

  /// From now on nothing arrives at the hub, so at no etcd, that comes from here.
  void mute() {
    Enclosure.run("iptables", "-w", "-A", "INPUT", "-s", address, "-j", "DROP");
  }

  void speaks() {
    Enclosure.run("iptables", "-w", "-D", "INPUT", "-s", address, "-j", "DROP");
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }

  private void iptables(String what, String from) {
    run("iptables", "-w", what, "INPUT", "-s", from, "-j", "DROP");
  }

  private void connect(String link) {
    var pid = Long.toString(holder.pid());
    Enclosure.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", pid);
    Enclosure.run("ip", "link", "set", link, "master", "hub", "up");
    run("ip", "link", "set", "lo", "up");
    run("ip", "address", "add", address + "/16", "dev", "eth0");
    run("ip", "link", "set", "eth0", "up");
  }

  private void run(String... command) {
    Enclosure.run(here(List.of(command)).toArray(String[]::new));
  }

  private void awaitNamespace() throws IOException {
    var own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    var its = Path.of("/proc/%d/ns/net".formatted(holder.pid()));
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (own.equals(Files.readSymbolicLink(its))) {
      if (!holder.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("unshare --net made no network namespace");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
