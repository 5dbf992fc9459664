package io.nokube.vertx.etcd.chaos;

import io.nokube.vertx.etcd.chaos.Plan.Lasting;
import java.time.Duration;
import java.util.List;

/// What other cluster managers were reported to fail at, each as a cycle of three nodes.
enum KnownFailure {
  /// "EventBus breaks on bad network connection": a node's network fails for so long that the
  /// others close their connections to it and take its registrations away; when it is back they
  /// stay lost.
  VERTX_4394("vert.x#4394", new Fault.CutOff(0)),

  /// "Clustered eventbus is corrupted when a node rejoins after network interruption": two of three
  /// are suspended at once; when they are back, published messages don't reach all.
  VERTX_HAZELCAST_109("vertx-hazelcast#109", new Fault.Paused(0), new Fault.Paused(1)),

  /// "Previously clustered instances incorrectly cached": several nodes are killed and started
  /// again; those that stayed hand the dead ones' addresses on.
  VERTX_HAZELCAST_196("vertx-hazelcast#196", new Fault.Killed(0), new Fault.Killed(1)),

  /// "__vertx.subs has stale entries for downed nodes after ungraceful shutdowns": the node that is
  /// to clear away what another left behind is cut off and killed itself.
  VERTX_IGNITE_141("vertx-ignite#141", new Fault.CutOff(0), new Fault.Killed(1));

  private final String reported;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Fault> faults;

  KnownFailure(String reported, Fault... faults) {
    this.reported = reported;
    this.faults = List.of(faults);
  }

  /// Where: project and number of the issue.
  String reported() {
    return reported;
  }

  Plan plan() {
    var gap = Duration.ofMillis(200);
    return new Plan(
        true,
        false,
        faults.stream()
            .map(fault ->
                new Lasting(fault, gap.multipliedBy(faults.indexOf(fault)), Duration.ofSeconds(4)))
            .toList(),
        List.of(),
        List.of());
  }
}
