package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.Read;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.Contact;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseEvent;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Alive records on the session's one lease.
public final class EtcdLiveness implements Liveness {
  private final EtcdSession session;
  private final EtcdKeys keys;

  public EtcdLiveness(EtcdSession session, EtcdKeys keys) {
    this.session = session;
    this.keys = keys;
  }

  /// Ends the lease on which a node's former agent process still hangs, so that its successor
  /// needn't wait for it to run out.
  ///
  /// @return whether there is no such lease any more
  public boolean revokePredecessor(NodeName node) {
    return switch (session.get(keys.alive(OwnershipPath.agent(node)))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry.flatMap(KeyValue::lease).map(session::revoke).orElse(true);
      case Reading.Compacted<Optional<KeyValue>> compacted -> false;
      case Reading.Unavailable<Optional<KeyValue>> unavailable -> false;
    };
  }

  @Override
  public Claim claim(AliveRecord record) {
    Optional<LeaseId> lease = session.currentLease();
    if (lease.isEmpty()) {
      return new Claim.Unavailable("this process has no lease yet");
    }
    String key = keys.alive(record.path());
    ByteSequence value = ByteSequence.from(Json.write(record));
    Txn txn = Txn.onlyIf(new Compare.Absent(key)).then(Write.put(key, value, lease.get()));
    return switch (session.commit(txn)) {
      case Outcome.Committed(long revision) -> new Claim.Held(new Incarnation(revision));
      case Outcome.CompareFailed failed ->
          failed
              .current(key)
              .map(entry -> taken(entry, value, lease.get()))
              .orElseGet(() -> new Claim.Unavailable("the record went just now"));
      case Outcome.Refused(Outcome.Reason reason, String why) -> new Claim.Unavailable(why);
      case Outcome.Unknown(String why) -> new Claim.Unavailable(why);
    };
  }

  /// An earlier claim of ours, whose answer was lost, is ours.
  private Claim taken(KeyValue entry, ByteSequence value, LeaseId lease) {
    return entry.value().equals(value) && entry.lease().equals(Optional.of(lease))
        ? new Claim.Held(new Incarnation(entry.createRevision()))
        : new Claim.Taken(seen(entry, Map.of()));
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
        Map<LeaseId, Duration> ages = ages(entries);
        yield new Read.Found<>(
            entries.stream().map(entry -> seen(entry, ages)).toList(), new Revision(at));
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
      case Contact.Unbroken unbroken -> Duration.ofNanos(System.nanoTime() - unbroken.since());
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
    Set<String> known = new HashSet<>();
    return session.watch(
            Span.prefix(keys.alive() + prefix),
            delivery -> {
              switch (delivery) {
                case Delivery.Resync(List<KeyValue> entries, long revision) -> {
                  Set<String> there = new HashSet<>();
                  entries.forEach(entry -> there.add(entry.key()));
                  for (String key : new ArrayList<>(known)) {
                    if (!there.contains(key)) {
                      known.remove(key);
                      watcher.went(path(key));
                    }
                  }
                  entries.forEach(entry -> appeared(entry, known, watcher));
                }
                case Delivery.Changes(List<Change> changes, long revision) -> {
                  for (Change change : changes) {
                    switch (change) {
                      case Change.Put put -> appeared(put.now(), known, watcher);
                      case Change.Delete delete -> {
                        known.remove(delete.key());
                        watcher.went(path(delete.key()));
                      }
                    }
                  }
                }
              }
            })
        ::close;
  }

  private void appeared(KeyValue entry, Set<String> known, RecordWatcher watcher) {
    known.add(entry.key());
    watcher.appeared(seen(entry, Map.of()));
  }

  private OwnershipPath path(String key) {
    return new OwnershipPath(key.substring(keys.alive().length()));
  }
}
