package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.backup.EtcdPlace;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// The etcd of quickstart's cluster: one member, on this machine's loopback.
record QuickstartEtcd(QuickstartPlan plan, HostCommand host, Steps steps, QuickstartLock lock)
    implements EtcdPlace {
  private static final int SECONDS = 600;

  @Override
  public String cluster() {
    return QuickstartPlan.CLUSTER;
  }

  @Override
  public String id() {
    return read(plan.id());
  }

  @Override
  public List<String> nodes() {
    return QuickstartPlan.MEMBERS.stream().map(QuickstartPlan.Member::name).toList();
  }

  @Override
  public boolean endsPods() {
    return false; // its on_isolation is keep
  }

  @Override
  public JsonNode snapshot(Path to) {
    return host.run(
        ofEtcd("etcd-snapshot").put("root", keys().root()).put("file", "" + to), this::told);
  }

  @Override
  public void check() {}

  @Override
  public void restore(Path snapshot, String sha256) {
    String peer = "http://127.0.0.1:" + port("peerPort");
    ObjectNode prepare =
        HostCommand.request("etcd-prepare-restore", SECONDS)
            .put("folder", plan.etcd().toString())
            .put("snapshot", snapshot.toString())
            .put("sha256", sha256)
            .put("name", QuickstartPlan.CLUSTER)
            .put("peerUrl", peer)
            .put("token", "restored-" + UUID.randomUUID());
    prepare
        .putArray("initialCluster")
        .addObject()
        .put("name", QuickstartPlan.CLUSTER)
        .put("peerUrl", peer);
    host.run(prepare, this::told);
    host.run(plan.stopEtcd(), this::told);
    host.run(
        HostCommand.request("etcd-restore", 60).put("folder", plan.etcd().toString()), this::told);
    host.run(plan.startEtcd(), this::told);
  }

  @Override
  public long raiseEpoch(long to) {
    ObjectNode request = ofEtcd("etcd-raise-epoch").put("key", keys().epoch()).put("to", to);
    return host.run(request, this::told).path("revision").asLong();
  }

  @Override
  public void endRestore() {
    host.run(
        HostCommand.request("etcd-end-restore", 60).put("folder", plan.etcd().toString()),
        this::told);
  }

  private void told(JsonNode line) {
    if (line.path("state").asText().equals("done")) {
      steps.done(line.path("step").asText(), line.path("detail").asText());
    }
  }

  private ObjectNode ofEtcd(String operation) {
    ObjectNode request = HostCommand.request(operation, SECONDS);
    request.putArray("endpoints").add("http://127.0.0.1:" + port("clientPort"));
    return request;
  }

  private int port(String name) {
    Path file = plan.etcd().resolve("etcd.json");
    try {
      return ApiClient.JSON.readTree(read(file)).path(name).asInt();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw CommandFailure.failed(
          "cannot read %s: %s. Is there a cluster of `nokube quickstart`?"
              .formatted(file, e.getMessage()));
    }
  }

  private static EtcdKeys keys() {
    return new EtcdKeys(new ClusterName(QuickstartPlan.CLUSTER));
  }

  @Override
  public void close() {
    lock.close();
  }
}
