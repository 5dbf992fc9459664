package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.FreePort;
import io.nokube.host.system.PortHolder;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// This node's etcd member: a container that takes nobody without a certificate of the nodes'
/// authority, with its data in the workspace.
record EtcdContainer(Engine engine, NodeRequest.StartEtcdMember wanted) {

  /// Runs it, and waits until it is healthy, or at least listens for its peers if they are too few
  /// yet.
  SystemContainer.Running ensure(Deadline deadline) {
    var container = new SystemContainer(engine, wanted.node(), SystemContainer.Kind.ETCD);
    var before = plan();
    var firstStart = FirstStart.of(wanted.firstStart(), before, hasData(wanted.workspace()));
    if (!before.equals(Optional.of(firstStart))) {
      var text = firstStart.json() + "\n";
      wanted.workspace().write(planFile(), text.getBytes(StandardCharsets.UTF_8), 0600);
    }
    wanted.workspace().folder(wanted.workspace().etcd().resolve("data"));
    var running = container.ensure(spec(firstStart), wanted.grace(), this::checkPorts, deadline);
    if (wanted.awaitHealth()) {
      var etcd = new Etcdctl(wanted.workspace(), List.of(clientUrl()));
      container.await(running, "healthy", etcd::isHealthy, deadline);
    } else {
      container.await(running, "listening", this::listens, deadline);
    }
    return running;
  }

  String clientUrl() {
    return url(wanted.clientPort());
  }

  String peerUrl() {
    return url(wanted.peerPort());
  }

  private String url(int port) {
    var address = wanted.address();
    return "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  static boolean hasData(Workspace workspace) {
    return Files.isDirectory(workspace.etcd().resolve("data").resolve("member"));
  }

  static Path planFile(Workspace workspace) {
    return workspace.etcd().resolve("plan.json");
  }

  private Path planFile() {
    return planFile(wanted.workspace());
  }

  private Optional<FirstStart> plan() {
    return Workspace.json(planFile()).map(FirstStart::parse);
  }

  private SystemContainer.Spec spec(FirstStart firstStart) {
    var tls = wanted.workspace().tls();
    return new SystemContainer.Spec(
        wanted.image(),
        List.of(
            "--name=" + wanted.node().node(),
            "--data-dir=" + wanted.workspace().etcd().resolve("data"),
            "--listen-client-urls=" + clientUrl(),
            "--advertise-client-urls=" + clientUrl(),
            "--listen-peer-urls=" + peerUrl(),
            "--initial-advertise-peer-urls=" + peerUrl(),
            "--initial-cluster=" + firstStart.members(),
            "--initial-cluster-state=" + firstStart.state(),
            "--initial-cluster-token=" + firstStart.token(),
            "--cert-file=" + tls.resolve("node.crt"),
            "--key-file=" + tls.resolve("node.key"),
            "--trusted-ca-file=" + tls.resolve("ca.crt"),
            "--client-cert-auth=true",
            "--peer-cert-file=" + tls.resolve("node.crt"),
            "--peer-key-file=" + tls.resolve("node.key"),
            "--peer-trusted-ca-file=" + tls.resolve("ca.crt"),
            "--peer-client-cert-auth=true",
            "--quota-backend-bytes=" + wanted.quotaBackendBytes(),
            "--auto-compaction-mode=" + wanted.autoCompactionMode(),
            "--auto-compaction-retention=" + wanted.autoCompactionRetention(),
            "--logger=zap"),
        Map.of(),
        List.of(Mounts.same(wanted.workspace().etcd(), false), Mounts.same(tls, true)),
        false,
        "",
        List.of());
  }

  private void checkPorts() {
    var address = address();
    for (var port : List.of(wanted.clientPort(), wanted.peerPort())) {
      // The one that is being replaced may still be about to let go.
      if (!Deadline.in(Duration.ofSeconds(2))
          .await(Duration.ofMillis(50), () -> FreePort.isFree(address, port))) {
        throw PortHolder.taken("etcd", wanted.address(), port);
      }
    }
  }

  private InetAddress address() {
    try {
      var address = InetAddress.getByName(wanted.address());
      if (NetworkInterface.getByInetAddress(address) == null) {
        throw new StepFailure(
            "etcd can't listen on %s: it isn't an address of this host".formatted(wanted.address()),
            "give the address by which the other nodes reach this host, one that it has itself");
      }
      return address;
    } catch (IOException e) {
      throw new StepFailure(
          "etcd can't listen on %s: %s".formatted(wanted.address(), e.getMessage()),
          "give an address of this host",
          e);
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(wanted.address(), wanted.peerPort()), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
