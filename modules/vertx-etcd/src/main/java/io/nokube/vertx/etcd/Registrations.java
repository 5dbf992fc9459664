package io.nokube.vertx.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Reading;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Who listens on which event bus address.
///
/// A registration is a key on its node's lease; local-only ones never leave the node. The event bus
/// asks once per address and relies on updates from then on, so the first answer is a linearizable
/// read: the view may still be behind what the sender already knows of by other ways.
final class Registrations {

  private final EtcdSession session;
  private final Keys keys;
  private final Presence presence;
  private final ClusterView view;
  private final RegistrationListener listener;
  private final Map<String, List<RegistrationInfo>> localOnly = new ConcurrentHashMap<>();
  private final Teller teller = new Teller("etcd-registrations");

  Registrations(
      EtcdSession session,
      Keys keys,
      Presence presence,
      ClusterView view,
      RegistrationListener listener) {
    this.session = session;
    this.keys = keys;
    this.presence = presence;
    this.view = view;
    this.listener = listener;
  }

  void addLocal(String address, RegistrationInfo info) {
    localOnly.merge(address, List.of(info), ClusterView::joined);
    changed(address);
  }

  void removeLocal(String address, RegistrationInfo info) {
    localOnly.computeIfPresent(address, (_, some) -> ClusterView.without(some, info));
    changed(address);
  }

  /// See [Presence#add].
  CompletableFuture<Boolean> add(String address, RegistrationInfo info) {
    return presence.add(keys.subscription(address, info.nodeId(), info.seq()), ByteSequence.EMPTY);
  }

  /// See [Presence#remove].
  CompletableFuture<Boolean> remove(String address, RegistrationInfo info) {
    return presence.remove(keys.subscription(address, info.nodeId(), info.seq()));
  }

  /// Blocks. While etcd is out of reach, the last known registrations have to do.
  ///
  /// @throws EtcdFailure if etcd is out of reach and none are known
  List<RegistrationInfo> get(String address) {
    return switch (session.list(keys.subscriptions(address))) {
      case Reading.Answer<List<KeyValue>>(var entries, var _) ->
          withLocal(address, entries.stream().flatMap(this::info).toList());
      case Reading.Compacted<List<KeyValue>>(var why) -> lastKnown(address, why);
      case Reading.Unavailable<List<KeyValue>>(var why) -> lastKnown(address, why);
    };
  }

  /// Tells the event bus who is registered on an address now, if it wants to know: in the order of
  /// these calls, and not on the caller's thread, since the event bus sends from within.
  void changed(String address) {
    if (listener.wantsUpdatesFor(address)) {
      then(() -> tell(address));
    }
  }

  /// Runs `after` when all changes so far have been told.
  void then(Runnable after) {
    teller.tell(after);
  }

  void stop() {
    teller.stop();
  }

  private void tell(String address) {
    listener.registrationsUpdated(
        new RegistrationUpdateEvent(address, withLocal(address, view.registrations(address))));
  }

  private List<RegistrationInfo> lastKnown(String address, String why) {
    var known = withLocal(address, view.registrations(address));
    if (known.isEmpty()) {
      throw new EtcdFailure("looking for who listens on %s: %s".formatted(address, why));
    }
    return known;
  }

  private List<RegistrationInfo> withLocal(String address, List<RegistrationInfo> shared) {
    return ClusterView.joined(shared, localOnly.getOrDefault(address, List.of()));
  }

  private Stream<RegistrationInfo> info(KeyValue entry) {
    Optional<Keys.Live> live = keys.parse(entry.key());
    return live.stream()
        .filter(Keys.Live.Subscription.class::isInstance)
        .map(there -> ClusterView.info((Keys.Live.Subscription) there));
  }
}
