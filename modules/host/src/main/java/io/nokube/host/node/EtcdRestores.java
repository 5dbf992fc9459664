package io.nokube.host.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.nio.charset.StandardCharsets;

/// What a host does for `nokube backup` and `nokube restore`.
record EtcdRestores(Progress progress, Engine engine) {

  ObjectNode snapshot(NodeRequest.EtcdSnapshot wanted, Deadline deadline) {
    return progress.step(
        "snapshot",
        "writing what etcd holds to " + wanted.file(),
        () -> {
          var result = new EtcdSnapshot(wanted.etcd(), wanted.root(), wanted.file()).save(deadline);
          return new Progress.Done<>(
              result,
              "revision %d, %d bytes"
                  .formatted(result.path("revision").asLong(), result.path("size").asLong()));
        });
  }

  ObjectNode prepare(NodeRequest.EtcdPrepareRestore wanted, Deadline deadline) {
    return progress.step(
        "snapshot",
        "making etcd's data of " + wanted.snapshot(),
        () -> {
          var first = wanted.firstStart();
          new EtcdRestore(wanted.folder())
              .prepare(
                  wanted.snapshot(),
                  wanted.sha256(),
                  new EtcdRestore.Member(
                      wanted.name(), wanted.peerUrl(), first.members(), first.token()),
                  deadline);
          return new Progress.Done<>(changed("prepared"), "made, and not used yet");
        });
  }

  /// The container goes: with the new data, and so another plan, it is another one.
  ObjectNode restore(NodeRequest.EtcdRestoreMember wanted, Deadline deadline) {
    return progress.step(
        "etcd",
        "setting the etcd member " + wanted.node().node() + " to the snapshot",
        () -> {
          var container = new SystemContainer(engine, wanted.node(), SystemContainer.Kind.ETCD);
          engine.remove(container.name(), wanted.grace(), deadline);
          var workspace = wanted.workspace();
          new EtcdRestore(workspace.etcd()).swap();
          var plan = wanted.firstStart().json() + "\n";
          workspace.write(
              EtcdContainer.planFile(workspace), plan.getBytes(StandardCharsets.UTF_8), 0600);
          return new Progress.Done<>(changed("restored"), "stopped, and set to the snapshot");
        });
  }

  ObjectNode end(NodeRequest.EtcdEndRestore wanted) {
    return progress.step(
        "restore",
        "ending the restore of " + wanted.folder(),
        () -> {
          var ended = new EtcdRestore(wanted.folder()).end();
          return new Progress.Done<>(
              changed(ended ? "ended" : "none"),
              ended ? "the data count that it was set to" : "none was under way");
        });
  }

  ObjectNode raise(NodeRequest.EtcdRaiseEpoch wanted, Deadline deadline) {
    return progress.step(
        "epoch",
        "raising " + wanted.key(),
        () -> {
          var before = epoch(wanted, deadline);
          var now = Math.max(wanted.to(), before + 1);
          var revision = wanted.etcd().put(wanted.key(), Long.toString(now), deadline);
          return new Progress.Done<>(
              changed("raised").put("before", before).put("epoch", now).put("revision", revision),
              "from %d to %d".formatted(before, now));
        });
  }

  private static long epoch(NodeRequest.EtcdRaiseEpoch wanted, Deadline deadline) {
    var text = wanted.etcd().value(wanted.key(), deadline);
    try {
      return text.map(String::strip).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      throw new StepFailure(
          "%s is no number".formatted(wanted.key()),
          "delete it (etcdctl del %s), then run this again".formatted(wanted.key()));
    }
  }

  private static ObjectNode changed(String word) {
    return JsonNodeFactory.instance.objectNode().put("change", word);
  }
}
