package io.nokube.vertx.etcd;

import io.vertx.core.spi.cluster.NodeListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of nodes that come and go, one event at a time on a thread of its own: Vert.x' high
/// availability blocks in its listener until it has failed over. What [#nodes()] says moves with
/// the events, so that at the same event all nodes see the same list.
final class Membership {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final String self;
  private final List<Consumer<MembershipEvent>> listeners;
  private final Teller teller = new Teller("etcd-membership");
  private volatile List<String> nodes = List.of();
  private volatile Optional<NodeListener> availability = Optional.empty();

  Membership(String self, CopyOnWriteArrayList<Consumer<MembershipEvent>> listeners) {
    this.self = self;
    this.listeners = listeners;
  }

  List<String> nodes() {
    return nodes;
  }

  void availability(NodeListener listener) {
    availability = Optional.of(listener);
  }

  /// Takes in an event, after all before it. One thread calls this.
  void changed(MembershipEvent event) {
    teller.tell(() -> move(event));
    availability
        .filter(_ -> !event.node().equals(self))
        .ifPresent(listener -> teller.tell(() -> tell(listener, event)));
    listeners.forEach(listener -> teller.tell(() -> listener.accept(event)));
  }

  /// Runs `after` when all events so far have been told.
  void then(Runnable after) {
    teller.tell(after);
  }

  void stop() {
    teller.stop();
  }

  private void move(MembershipEvent event) {
    nodes = event.nodes();
    LOG.info(
        "{} node={} nodes={}",
        event instanceof MembershipEvent.Joined ? "node joined" : "node left",
        event.node(),
        event.nodes().size());
  }

  private static void tell(NodeListener listener, MembershipEvent event) {
    switch (event) {
      case MembershipEvent.Joined joined -> listener.nodeAdded(joined.node());
      case MembershipEvent.Left left -> listener.nodeLeft(left.node());
    }
  }
}
