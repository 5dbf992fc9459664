package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A container of the cluster's own on this host: its etcd member or its agent.
///
/// It is known by its name and labels, restarted by the engine whenever it ends, also after a
/// reboot, and kept as long as all that it was made of is the same (its fingerprint).
record SystemContainer(Engine engine, NodeIdentity node, Kind kind) {

  enum Kind {
    ETCD("etcd"),
    AGENT("agent");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  static final String CLUSTER = "io.nokube.cluster";
  static final String CLUSTER_ID = "io.nokube.cluster-id";
  static final String SYSTEM = "io.nokube.system";
  static final String FINGERPRINT = "io.nokube.fingerprint";
  static final String SETTINGS = "io.nokube.settings";

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LOG_LINES = 25;

  String name() {
    return name(node.cluster(), kind);
  }

  static String name(String cluster, Kind kind) {
    return "nokube-" + cluster + "-" + kind.label;
  }

  /// What runs now, and what had to be done for it.
  record Running(ContainerPlan plan, String id, Instant startedAt, int restarts) {}

  /// What a container is made of, beside its name and labels.
  ///
  /// @param image its name; what counts for the fingerprint is which image that is now
  /// @param command its arguments after the image's entry point
  /// @param mounts as the Engine API words them
  /// @param hostPids whether it sees the host's processes
  /// @param settings what it was made for, as its maker calls that
  /// @param contents further texts that count for the fingerprint
  record Spec(
      String image,
      List<String> command,
      Map<String, String> env,
      List<ObjectNode> mounts,
      boolean hostPids,
      String settings,
      List<String> contents) {}

  /// Makes it run.
  ///
  /// @param beforeStart done before a start of any kind, not if it is kept
  Running ensure(Spec spec, Duration grace, Runnable beforeStart, Deadline deadline) {
    var imageId = imageId(spec, deadline);
    var fingerprint = fingerprint(spec, imageId);
    var plan =
        ContainerPlan.of(engine.inspect(name(), deadline).map(this::seen), node.id(), fingerprint);
    switch (plan) {
      case ContainerPlan.Keep keep -> {}
      case ContainerPlan.Refuse refuse -> throw new StepFailure(refuse.why(), refuse.advice());
      case ContainerPlan.Create create -> {
        beforeStart.run();
        create(spec, imageId, fingerprint, deadline);
      }
      case ContainerPlan.Replace replace -> {
        engine.remove(name(), grace, deadline);
        beforeStart.run();
        create(spec, imageId, fingerprint, deadline);
      }
      case ContainerPlan.Start start -> {
        beforeStart.run();
        engine.start(name(), deadline);
      }
    }
    return running(plan, deadline);
  }

  private void create(Spec spec, String imageId, String fingerprint, Deadline deadline) {
    var json = json(spec);
    json.put("Image", imageId);
    json.withObject("/Labels").put(FINGERPRINT, fingerprint);
    engine.create(name(), json, deadline);
    engine.start(name(), deadline);
  }

  private Running running(ContainerPlan plan, Deadline deadline) {
    var container =
        engine
            .inspect(name(), deadline)
            .orElseThrow(() ->
                new StepFailure(
                    "the container " + name() + " was removed while it was being started",
                    "see who else works on this host, then run this again"));
    return new Running(
        plan,
        container.path("Id").asText(),
        Instant.parse(container.path("State").path("StartedAt").asText()),
        container.path("RestartCount").asInt());
  }

  /// Waits until `condition` holds, and fails as soon as the container ends instead.
  ///
  /// @param what the condition is, to end "isn't … within"
  void await(Running running, String what, BooleanSupplier condition, Deadline within) {
    var became = within.await(PAUSE, () -> ended(running).isPresent() || condition.getAsBoolean());
    var ended = ended(running);
    if (became && ended.isEmpty()) {
      return;
    }
    throw new StepFailure(
        "%s %s; its log says:\n%s"
            .formatted(
                name(),
                ended.orElse("isn't " + what + " within " + within.whole().toSeconds() + " s"),
                engine.lastLines(name(), LOG_LINES, Deadline.in(PATIENCE))),
        "mend what its log says (all of it: docker logs " + name() + "), then run this again");
  }

  /// The question has a time of its own: it is asked at last when the deadline is over.
  private Optional<String> ended(Running before) {
    var now = engine.inspect(name(), Deadline.in(PATIENCE));
    if (now.isEmpty()) {
      return Optional.of("is gone");
    }
    var state = now.get().path("State");
    var same =
        now.get().path("Id").asText().equals(before.id())
            && now.get().path("RestartCount").asInt() == before.restarts()
            && state.path("Running").asBoolean()
            && !state.path("Restarting").asBoolean();
    if (same) {
      return Optional.empty();
    }
    return Optional.of(
        state.path("Running").asBoolean() // its exit code is forgotten then
            ? "ended and was started again"
            : "ended (exit code %d)".formatted(state.path("ExitCode").asInt()));
  }

  private String imageId(Spec spec, Deadline deadline) {
    return engine
        .imageId(spec.image(), deadline)
        .orElseThrow(() ->
            new StepFailure(
                "there is no image %s for %s".formatted(spec.image(), name()),
                "make it first (make-agent-image, make-etcd-image)"));
  }

  private ContainerPlan.Seen seen(JsonNode container) {
    var labels = container.path("Config").path("Labels");
    return new ContainerPlan.Seen(
        name(),
        labels.path(CLUSTER_ID).asText(),
        labels.path(FINGERPRINT).asText(),
        container.path("State").path("Status").asText());
  }

  /// Equal for what would be made equal.
  private String fingerprint(Spec spec, String imageId) {
    return Digest.of(imageId + "\n" + json(spec) + "\n" + String.join("\n", spec.contents()));
  }

  private ObjectNode json(Spec spec) {
    var json = JsonNodeFactory.instance.objectNode();
    spec.command().forEach(json.putArray("Cmd")::add);
    var env = json.putArray("Env");
    spec.env().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(variable -> env.add(variable.getKey() + "=" + variable.getValue()));
    json.put("User", "0:0");
    var labels = json.putObject("Labels");
    labels.put(CLUSTER, node.cluster()).put(CLUSTER_ID, node.id()).put(SYSTEM, kind.label);
    labels.put(SETTINGS, spec.settings());
    var host = json.putObject("HostConfig");
    host.put("NetworkMode", "host");
    if (spec.hostPids()) {
      host.put("PidMode", "host");
    }
    host.putObject("RestartPolicy").put("Name", "always");
    var log = host.putObject("LogConfig").put("Type", "json-file").putObject("Config");
    log.put("max-size", "10m").put("max-file", "3");
    spec.mounts().forEach(host.putArray("Mounts")::add);
    return json;
  }
}
