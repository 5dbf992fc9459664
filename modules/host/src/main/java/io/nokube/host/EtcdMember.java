package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.host.node.EtcdRestore;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.FreePort;
import io.nokube.host.system.LogTail;
import io.nokube.host.system.PortChoice;
import io.nokube.host.system.PortHolder;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One etcd member of ours, with all that belongs to it in one folder: `data`, `etcd.log`,
/// `etcd.pid`, and `etcd.json` that remembers its ports.
///
/// An etcd that somebody else runs is never touched: ours is known by its pid file.
record EtcdMember(Path folder) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PAUSE = Duration.ofMillis(50);

  /// The ports a member listens on.
  record Ports(int client, int peer) {}

  /// What runs now, and what had to be done for it.
  record Started(ProcessPlan plan, long pid, URI client, URI peer) {}

  /// Makes it run with these settings, and waits until it is healthy.
  Started ensure(Path program, Request.StartEtcd wanted, Deadline deadline) {
    var process = process();
    var tail = LogTail.fromNow(log());
    var outcome =
        process.ensure(
            () -> launch(program, wanted, settledPorts(wanted)), Duration.ofSeconds(10), deadline);
    var ports = remembered().orElseThrow();
    var clientUrl = url(wanted, ports.client());
    if (!deadline.await(PAUSE, () -> healthy(clientUrl) || process.find().isEmpty())) {
      throw new StepFailure(
          "etcd (pid %d) does not become healthy at %s within %d s; its log says:\n%s"
              .formatted(
                  outcome.pid(), clientUrl, deadline.whole().toSeconds(), tail.lastLines(20)),
          "see " + log() + "; the disk may be slow or full");
    }
    if (process.find().isEmpty()) {
      throw new StepFailure(
          "etcd ended; its log says:\n" + tail.lastLines(20),
          "mend what the log says (all of it: %s), then run this again".formatted(log()));
    }
    return new Started(outcome.plan(), outcome.pid(), clientUrl, url(wanted, ports.peer()));
  }

  private Ports settledPorts(Request.StartEtcd wanted) {
    var address = address(wanted.address());
    var before = remembered();
    var runs = process().find().isPresent();
    var client =
        port("client", wanted.clientPort(), before.map(Ports::client), runs, address, Set.of());
    var peer =
        port("peer", wanted.peerPort(), before.map(Ports::peer), runs, address, Set.of(client));
    var ports = new Ports(client, peer);
    remember(ports);
    return ports;
  }

  /// Ends it. Its data stay.
  Optional<Long> stop(Duration grace, Deadline deadline) {
    return process().stop(grace, deadline);
  }

  /// Puts what was made of a snapshot in the place of its data.
  void restore() {
    process()
        .find()
        .ifPresent(running -> {
          throw new StepFailure("etcd runs in " + folder, "end it first (stop-etcd)");
        });
    new EtcdRestore(folder).swap();
  }

  private Launch launch(Path program, Request.StartEtcd wanted, Ports ports) {
    var client = url(wanted, ports.client());
    var peer = url(wanted, ports.peer());
    return new Launch(
        List.of(
            program.toString(),
            "--name=" + wanted.name(),
            "--data-dir=" + folder.resolve("data"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=" + wanted.name() + "=" + peer,
            "--quota-backend-bytes=" + wanted.quotaBackendBytes(),
            "--auto-compaction-mode=" + wanted.autoCompactionMode(),
            "--auto-compaction-retention=" + wanted.autoCompactionRetention(),
            "--logger=zap"),
        // etcd 3.4 refuses to start on arm64 without this; newer ones ignore it there.
        Map.of("ETCD_UNSUPPORTED_ARCH", "arm64"),
        log());
  }

  private DetachedProcess process() {
    return new DetachedProcess(folder.resolve("etcd.pid"));
  }

  private Path log() {
    return folder.resolve("etcd.log");
  }

  private static int port(
      String what,
      PortChoice wanted,
      Optional<Integer> before,
      boolean runs,
      InetAddress address,
      Set<Integer> taken) {
    var plan =
        EtcdPlan.of(
            wanted,
            before,
            runs,
            port -> FreePort.isFree(address, port),
            () -> FreePort.on(address, taken, new SecureRandom()));
    return switch (plan) {
      case EtcdPlan.Listen listen -> listen.port();
      case EtcdPlan.Taken other ->
          throw new StepFailure(
              "etcd's %s port %d on %s is taken by %s"
                  .formatted(
                      what,
                      other.port(),
                      address.getHostAddress(),
                      PortHolder.of(other.port())
                          .map(PortHolder::toString)
                          .orElse("another process")),
              "end that process, or choose another port");
    };
  }

  private Optional<Ports> remembered() {
    var file = folder.resolve("etcd.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var json = JSON.readTree(Files.readString(file));
      return Optional.of(new Ports(json.path("clientPort").asInt(), json.path("peerPort").asInt()));
    } catch (JsonProcessingException e) {
      throw new StepFailure(
          file + " is damaged: " + e.getOriginalMessage(),
          "write {\"clientPort\":…,\"peerPort\":…} with the ports of this member into it",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private void remember(Ports ports) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("clientPort", ports.client()).put("peerPort", ports.peer());
    var file = folder.resolve("etcd.json");
    try {
      Files.createDirectories(folder);
      var fresh = Files.writeString(folder.resolve("etcd.json.new"), json + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  private static boolean healthy(URI client) {
    try {
      var health = (HttpURLConnection) client.resolve("/health").toURL().openConnection();
      health.setConnectTimeout(1000);
      health.setReadTimeout(3000);
      try {
        return health.getResponseCode() == 200;
      } finally {
        health.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private static InetAddress address(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new StepFailure(
          "etcd can't listen on %s: no such address".formatted(address),
          "give an address of this machine, such as 127.0.0.1",
          e);
    }
  }

  private static URI url(Request.StartEtcd wanted, int port) {
    var host = address(wanted.address()).getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }
}
