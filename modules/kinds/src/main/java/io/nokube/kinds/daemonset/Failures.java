package io.nokube.kinds.daemonset;

import io.nokube.actor.Backoff;
import io.nokube.kinds.daemonset.Daemon.Stage;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// How often pods have failed on each node, and so how soon the next may be made there.
record Failures(Backoff fresh, Map<NodeName, Failure> byNode) {

  /// @param last the pod that failed last
  record Failure(Uid last, Backoff backoff) {}

  static Failures none(Backoff fresh) {
    return new Failures(fresh, Map.of());
  }

  /// After a look at the pods that are there.
  Failures after(Collection<Daemon> daemons, Instant now) {
    Map<NodeName, Failure> next = new LinkedHashMap<>(byNode);
    for (Daemon daemon : daemons) {
      if (daemon.stage() == Stage.ENDED) {
        Failure before = next.get(daemon.node());
        if (before == null || !before.last().equals(daemon.uid())) {
          Backoff backoff = before == null ? fresh : before.backoff();
          Duration lived = Duration.between(daemon.created(), now);
          next.put(daemon.node(), new Failure(daemon.uid(), backoff.failed(now, lived)));
        }
      }
    }
    return next.equals(byNode) ? this : new Failures(fresh, Collections.unmodifiableMap(next));
  }

  boolean mayCreate(NodeName node, Instant now) {
    Failure failure = byNode.get(node);
    return failure == null || failure.backoff().remaining(now).isZero();
  }

  Stream<Instant> times(Instant now) {
    return byNode.values().stream().map(failure -> now.plus(failure.backoff().remaining(now)));
  }
}
