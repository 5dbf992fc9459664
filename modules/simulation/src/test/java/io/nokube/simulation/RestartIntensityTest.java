package io.nokube.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Kind;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.simulation.node.Agent;
import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.story.History;
import io.nokube.simulation.story.OnIsolation;
import io.nokube.simulation.story.Shape;
import io.nokube.simulation.story.What;
import io.nokube.simulation.story.Workload;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What fails again and again has its parent begin anew, and a root its process, as in the runtime.
class RestartIntensityTest {
  private static final int BORNE = Timing.QUICK.failuresMost();

  private final Simulation simulation =
      new Simulation(
          new History(1, new Shape(2, 4), OnIsolation.KEEP, List.of()),
          Timing.QUICK,
          new Decisions(),
          ServiceLoader.load(Kind.class).stream().map(ServiceLoader.Provider::get).toList());

  private OwnershipPath runs(What what) {
    simulation.begin();
    simulation.pass(Duration.ofSeconds(5));
    simulation.happen(what);
    simulation.pass(Duration.ofSeconds(5));
    return containers().findFirst().orElseThrow().path();
  }

  private Stream<SeenContainer> containers() {
    return simulation.hosts().stream().flatMap(host -> host.engine().running().stream());
  }

  private Optional<Incarnation> incarnation(OwnershipPath path) {
    return simulation.etcd().holder(path).map(Seen::incarnation);
  }

  /// Its record goes, so that its life fails; then another begins.
  private void fails(OwnershipPath path) {
    Optional<Incarnation> before = incarnation(path);
    simulation.etcd().remove(path);
    for (int i = 0;
        i < 30 && (incarnation(path).isEmpty() || incarnation(path).equals(before));
        i++) {
      simulation.pass(Duration.ofMillis(500));
    }
    assertThat(incarnation(path)).isPresent().isNotEqualTo(before);
    simulation.pass(Duration.ofMillis(500));
  }

  @Test
  void aChildThatFailsOnceTooOftenHasItsParentBeginAnewAndWhatRunsGoesOn() {
    OwnershipPath container = runs(new What.Apply(Workload.pod("job-1"), 1));
    OwnershipPath pod = container.parent().orElseThrow();
    Optional<Incarnation> first = incarnation(pod);
    List<ContainerId> running = containers().map(SeenContainer::id).toList();

    for (int i = 0; i < BORNE; i++) {
      fails(container);
    }
    assertThat(incarnation(pod)).isEqualTo(first);

    fails(container);
    assertThat(incarnation(pod)).isPresent().isNotEqualTo(first);
    assertThat(containers().map(SeenContainer::id)).isEqualTo(running);
  }

  @Test
  void aRootThatFailsOnceTooOftenEndsItsProcess() {
    simulation.begin();
    simulation.pass(Duration.ofSeconds(5));
    NodeName node = new NodeName("n1");
    Optional<Agent> first = simulation.agent(node);
    fails(OwnershipPath.KUBECONTROLLER); // older than its agent's, it is claimed anew: no failure

    for (int i = 0; i < BORNE; i++) {
      fails(OwnershipPath.KUBECONTROLLER);
    }
    assertThat(simulation.agent(node)).isEqualTo(first);

    fails(OwnershipPath.KUBECONTROLLER);
    assertThat(simulation.agent(node)).isPresent().isNotEqualTo(first);
  }
}
