package io.nokube.etcd;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.Read;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.Contact;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseEvent;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Alive records on the session's one lease.
public final class EtcdLiveness implements Liveness {
  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Claims claims;

  public EtcdLiveness(EtcdSession session, EtcdKeys keys) {
    this.session = session;
    this.keys = keys;
    this.claims = new Claims(session, keys, EtcdLiveness::ageless);
  }

  /// Ends the lease on which a node's former agent process still hangs, so that its successor
  /// needn't wait for it to run out.
  ///
  /// @return whether there is no such lease any more
  public boolean revokePredecessor(NodeName node) {
    return switch (session.get(keys.alive(OwnershipPath.agent(node)))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry
              .flatMap(KeyValue::lease)
              .filter(lease -> !session.currentLease().equals(Optional.of(lease)))
              .map(session::revoke)
              .orElse(true);
      case Reading.Compacted<Optional<KeyValue>> compacted -> false;
      case Reading.Unavailable<Optional<KeyValue>> unavailable -> false;
    };
  }

  @Override
  public Claim claim(AliveRecord record) {
    return claims.claim(record);
  }

  @Override
  public void release(OwnershipPath path, Incarnation incarnation) {
    String key = keys.alive(path);
    session.commit(
        Txn.onlyIf(new Compare.SameIncarnation(key, incarnation.number())).then(Write.delete(key)));
  }

  @Override
  public Read<Seen> read(OwnershipPath path) {
    return switch (session.get(keys.alive(path))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry
              .<Read<Seen>>map(
                  found -> new Read.Found<>(seen(found, ages(List.of(found))), new Revision(at)))
              .orElseGet(() -> new Read.Absent<>(new Revision(at)));
      case Reading.Compacted<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  @Override
  public Read<List<Seen>> list(String prefix) {
    return switch (session.list(Span.prefix(keys.alive() + prefix))) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) -> {
        List<KeyValue> below = entries.stream().filter(entry -> isAt(prefix, entry.key())).toList();
        Map<LeaseId, Duration> ages = ages(below);
        yield new Read.Found<>(
            below.stream().map(entry -> seen(entry, ages)).toList(), new Revision(at));
      }
      case Reading.Compacted<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  /// How long ago each lease was renewed: what is missing from its time to live, in whole seconds.
  private Map<LeaseId, Duration> ages(List<KeyValue> entries) {
    Map<LeaseId, Duration> ages = new HashMap<>();
    for (KeyValue entry : entries) {
      entry
          .lease()
          .filter(lease -> !ages.containsKey(lease))
          .ifPresent(
              lease -> session.sinceRenewed(lease).answer().ifPresent(age -> ages.put(lease, age)));
    }
    return ages;
  }

  private static Seen seen(KeyValue entry, Map<LeaseId, Duration> ages) {
    return new Seen(
        Json.read(entry.value().getBytes(), AliveRecord.class),
        new Incarnation(entry.createRevision()),
        entry.lease().flatMap(lease -> Optional.ofNullable(ages.get(lease))).orElse(Duration.ZERO));
  }

  @Override
  public Duration contact() {
    return switch (session.contact()) {
      // Not if etcd has been silent: this process may have been paused.
      case Contact.Unbroken unbroken ->
          session.contactFor(Duration.ZERO)
              ? Duration.ofNanos(System.nanoTime() - unbroken.since())
              : Duration.ZERO;
      case Contact.Lost lost -> Duration.ZERO;
    };
  }

  @Override
  public Duration settling() {
    return session.settings().absenceKnownAfter();
  }

  @Override
  public void onLeaseLost(Runnable listener) {
    session.onLease(event -> {
      switch (event) {
        case LeaseEvent.Lost lost -> listener.run();
        case LeaseEvent.Granted granted -> {}
      }
    });
  }

  @Override
  public Subscription watch(String prefix, RecordWatcher watcher) {
    return session.watch(
            Span.prefix(keys.alive() + prefix),
            new Appearances(watcher, key -> isAt(prefix, key), this::path, EtcdLiveness::ageless))
        ::close;
  }

  private static Seen ageless(KeyValue entry) {
    return seen(entry, Map.of());
  }

  /// Whether a record is that of a path or one below it: `agent-n10` is not at `agent-n1`.
  private boolean isAt(String prefix, String key) {
    String path = path(key).text();
    return prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private OwnershipPath path(String key) {
    return new OwnershipPath(key.substring(keys.alive().length()));
  }
}
