package io.nokube.runtime;

import io.nokube.actor.Settings;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.runtime.memory.InMemoryLiveness;
import io.nokube.runtime.memory.InMemoryStore;
import io.nokube.runtime.memory.ScriptedEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A node's runtime on ports in memory, with intervals short enough for tests.
final class TestNode implements AutoCloseable {
  final NodeName name;
  final InMemoryLiveness liveness;
  final InMemoryStore store;
  final ScriptedEngine engine = new ScriptedEngine();
  final List<String> stuck = new CopyOnWriteArrayList<>();
  final NodeRuntime runtime;

  TestNode(
      Vertx vertx,
      String name,
      InMemoryLiveness liveness,
      InMemoryStore store,
      RuntimeSettings settings,
      RecordingKind... kinds) {
    this.name = new NodeName(name);
    this.liveness = liveness;
    this.store = store;
    this.runtime =
        NodeRuntime.start(
            vertx,
            this.name,
            new Ports(store, liveness, engine),
            settings,
            Stream.of(kinds)
                .map(kind -> new HostedKind(kind, Threading.EVENT_LOOP, Settings.NONE))
                .toList(),
            stuck::add);
  }

  static TestNode alone(Vertx vertx, RecordingKind... kinds) {
    InMemoryLiveness liveness = new InMemoryLiveness(new InMemoryLiveness.Records());
    return new TestNode(vertx, "n1", liveness, new InMemoryStore(liveness), quick(), kinds);
  }

  static RuntimeSettings quick() {
    Duration soon = Duration.ofMillis(50);
    Duration patient = Duration.ofSeconds(5);
    return new RuntimeSettings(
        2,
        soon,
        soon,
        Duration.ofMillis(500),
        Optional.of(Duration.ofMillis(200)),
        soon,
        soon,
        soon,
        patient,
        2,
        Duration.ofMinutes(1),
        soon,
        Duration.ofMillis(500),
        patient,
        soon,
        2,
        2,
        8,
        2,
        Duration.ofMillis(300),
        patient);
  }

  OwnershipPath agent() {
    return OwnershipPath.agent(name);
  }

  boolean runs(OwnershipPath path) {
    return runtime.actors().stream()
        .anyMatch(actor -> actor.path().equals(path) && actor.incarnation().isPresent());
  }

  static ConfigMap configMap(String name, String value) {
    return new ConfigMap(
        ObjectMeta.named("default", name), Map.of("key", value), Map.of(), Optional.empty());
  }

  static ObjectKey configMapKey(String name) {
    return new ObjectKey(ResourceType.CONFIG_MAP, "default", name);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
