package io.nokube.vertx.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Watch;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// This node from its joining to its leaving: its session, its view of the cluster, and what it has
/// there. Its methods block.
final class ClusterNode {

  private final Keys keys;
  private final String id;
  private final Lodging lodging;
  private final EtcdSession session;
  private final ClusterView view;
  private final Presence presence;
  private final Membership membership;
  private final Registrations registrations;
  private final Locks locks;
  private final Watch watch;
  private final CompletableFuture<Boolean> seen = new CompletableFuture<>();
  private volatile Optional<NodeInfo> info = Optional.empty();

  private ClusterNode(
      Keys keys,
      String id,
      Lodging lodging,
      LeaseId lease,
      RegistrationListener registrationListener,
      CopyOnWriteArrayList<Consumer<MembershipEvent>> membershipListeners) {
    this.keys = keys;
    this.id = id;
    this.lodging = lodging;
    this.session = lodging.session();
    this.view = new ClusterView(keys);
    this.presence = new Presence(session, lease);
    this.membership = new Membership(id, membershipListeners);
    this.registrations = new Registrations(session, keys, presence, view, registrationListener);
    this.locks = new Locks(session, keys, id);
    this.watch = session.watch(keys.live(), this::receive);
  }

  /// Joins and waits until this node sees itself in the cluster.
  ///
  /// @throws EtcdFailure if etcd is out of reach for longer than a lost session may take to be back
  static ClusterNode join(
      Lodging lodging,
      Keys keys,
      String id,
      RegistrationListener registrationListener,
      CopyOnWriteArrayList<Consumer<MembershipEvent>> membershipListeners)
      throws InterruptedException {
    var session = lodging.session();
    var patience = session.settings().absenceKnownAfter();
    var lease = session.awaitContact(patience) ? session.currentLease() : Optional.<LeaseId>empty();
    if (lease.isEmpty()) {
      lodging.left();
      throw new EtcdFailure(
          "joining the cluster %s: no contact with etcd at %s within %s (%s)"
              .formatted(
                  keys.prefix(), session.settings().endpoints(), patience, session.contact()));
    }
    var node =
        new ClusterNode(keys, id, lodging, lease.get(), registrationListener, membershipListeners);
    try {
      node.presence
          .add(keys.node(id), ByteSequence.EMPTY)
          .thenCombine(node.seen, (_, seen) -> seen)
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return node;
    } catch (ExecutionException | TimeoutException e) {
      node.leave();
      throw new EtcdFailure("joining the cluster %s: %s".formatted(keys.prefix(), e), e);
    }
  }

  /// Leaves: all that this node had in the cluster is gone at once, unless etcd is out of reach;
  /// then it goes with the lease.
  void leave() {
    watch.close();
    if (lodging instanceof Lodging.Shared) {
      presence.withdraw(locks.turns());
    }
    presence.close();
    lodging.left();
    registrations.then(membership::stop);
    registrations.stop();
  }

  String id() {
    return id;
  }

  EtcdSession session() {
    return session;
  }

  ClusterView view() {
    return view;
  }

  Membership membership() {
    return membership;
  }

  Registrations registrations() {
    return registrations;
  }

  Locks locks() {
    return locks;
  }

  /// See [Presence#add].
  CompletableFuture<Boolean> info(NodeInfo own) {
    info = Optional.of(own);
    return presence.add(
        keys.node(id), ByteSequence.from(ClusterView.text(own), StandardCharsets.UTF_8));
  }

  Optional<NodeInfo> info() {
    return info;
  }

  /// @throws EtcdFailure if there is no such node, or etcd can't be asked
  NodeInfo info(String node) {
    return view.nodeInfo(node)
        .or(() ->
            new Cell(session, keys.node(node))
                .get()
                .flatMap(entry -> ClusterView.info(entry.text())))
        .orElseThrow(() -> new EtcdFailure("no node %s in the cluster".formatted(node)));
  }

  private void receive(Delivery delivery) {
    for (var event : view.apply(delivery)) {
      switch (event) {
        case ViewEvent.AddressChanged(var address) -> registrations.changed(address);
        case ViewEvent.LockChanged(var lock) -> locks.changed(view.holder(lock));
        case ViewEvent.Joined(var node, var nodes) -> {
          changed(new MembershipEvent.Joined(node, nodes));
          if (node.equals(id)) {
            registrations.then(() -> membership.then(() -> seen.complete(true)));
          }
        }
        case ViewEvent.Left(var node, var nodes) -> changed(new MembershipEvent.Left(node, nodes));
      }
    }
  }

  /// By the time a node is said to have left, nobody sends to it any more.
  private void changed(MembershipEvent event) {
    registrations.then(() -> membership.changed(event));
  }
}
