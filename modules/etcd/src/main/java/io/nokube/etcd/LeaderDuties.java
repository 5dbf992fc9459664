package io.nokube.etcd;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Watch;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What runs only where kubecontroller lives: begun when its record names this node, under that
/// record's fence, and ended when the record goes or is another's. A duty that lags behind does no
/// harm, since what it writes is fenced.
public final class LeaderDuties implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);

  /// Returns at once; what it began ends when the result is closed.
  @FunctionalInterface
  public interface Duty {
    AutoCloseable begin(Fence fence);
  }

  private final NodeName node;
  private final List<Duty> duties;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final Watch watch;
  private Optional<Incarnation> leading = Optional.empty();
  private boolean closed;

  private LeaderDuties(EtcdSession session, EtcdKeys keys, NodeName node, List<Duty> duties) {
    this.node = node;
    this.duties = List.copyOf(duties);
    this.watch = session.watch(Span.key(keys.alive(OwnershipPath.KUBECONTROLLER)), this::receive);
  }

  public static LeaderDuties of(
      EtcdSession session, EtcdKeys keys, NodeName node, List<Duty> duties) {
    return new LeaderDuties(session, keys, node, duties);
  }

  private void receive(Delivery delivery) {
    switch (delivery) {
      case Delivery.Resync(List<KeyValue> entries, long revision) ->
          now(entries.stream().findFirst());
      case Delivery.Changes(List<Change> changes, long revision) ->
          now(
              switch (changes.getLast()) {
                case Change.Put put -> Optional.of(put.now());
                case Change.Delete delete -> Optional.empty();
              });
    }
  }

  private synchronized void now(Optional<KeyValue> record) {
    Optional<Incarnation> mine =
        record.filter(this::isMine).map(entry -> new Incarnation(entry.createRevision()));
    if (closed || mine.equals(leading)) {
      return;
    }
    end();
    leading = mine;
    mine.ifPresent(incarnation -> {
      LOG.info("leading node={} incarnation={}", node, incarnation.number());
      Fence fence = new Fence.Actor(OwnershipPath.KUBECONTROLLER, incarnation);
      duties.forEach(duty -> running.add(duty.begin(fence)));
    });
  }

  private boolean isMine(KeyValue entry) {
    return Json.read(entry.value().getBytes(), AliveRecord.class).node().equals(node);
  }

  private void end() {
    leading.ifPresent(incarnation ->
        LOG.info("leading no more node={} incarnation={}", node, incarnation.number()));
    leading = Optional.empty();
    for (AutoCloseable duty : running.reversed()) {
      try {
        duty.close();
      } catch (Exception e) {
        LOG.error("a leader's duty did not end well duty={}", duty.getClass().getSimpleName(), e);
      }
    }
    running.clear();
  }

  @Override
  public void close() {
    watch.close();
    synchronized (this) {
      closed = true;
      end();
    }
  }
}
