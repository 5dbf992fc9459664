package io.nokube.etcd;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.actor.store.Deletion;
import io.nokube.actor.store.Updated;
import io.nokube.etcd.Replacement.Next;
import io.nokube.etcd.Replacement.Target;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Objects in etcd. Each write compares what it was based on, and the writer's fence.
public final class EtcdObjectStore implements ObjectStore {
  /// How many bytes an object may have as JSON, a pod's binding counted as well.
  public static final int LARGEST = Commits.LARGEST;

  private static final int TRIES = 5;

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final InstantSource clock;
  private final EventLease eventLease;
  private final Creation creation;
  private final Replacement replacement;
  private final Remembered remembered = new Remembered();
  private final Sealing sealing;

  /// Nothing is sealed, and nothing that is sealed can be read.
  public EtcdObjectStore(EtcdSession session, EtcdKeys keys, InstantSource clock) {
    this(session, keys, clock, Sealing.NONE);
  }

  /// @param sealing of Secrets
  public EtcdObjectStore(EtcdSession session, EtcdKeys keys, InstantSource clock, Sealing sealing) {
    this.sealing = sealing;
    this.session = session;
    this.keys = keys;
    this.clock = clock;
    this.eventLease = new EventLease(session);
    Commits commits = new Commits(session, new Fences(keys));
    this.creation = new Creation(session, keys, commits, eventLease, remembered, sealing);
    this.replacement = new Replacement(session, keys, commits, remembered, sealing);
  }

  // --- reading -------------------------------------------------------------------------------

  @Override
  public Read<KubeObject> get(ObjectKey key) {
    return switch (session.get(keys.object(key))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry
              .map(found -> opened(key.type(), found, at))
              .orElseGet(() -> new Read.Absent<>(new Revision(at)));
      case Reading.Compacted<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  private Read<KubeObject> opened(ResourceType type, KeyValue entry, long at) {
    return switch (sealing.open(type, entry)) {
      case Opening.Opened(StoredObject stored) ->
          new Read.Found<>(stored.object(), new Revision(at));
      case Opening.Closed(String why) -> new Read.Unavailable<>(why);
    };
  }

  @Override
  public Read<Listing> list(ResourceType type, String namespace) {
    Reading<List<KeyValue>> read = session.list(span(type, namespace));
    for (int tries = 1; tries < TRIES && read instanceof Reading.Compacted; tries++) {
      read = session.list(span(type, namespace));
    }
    return switch (read) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) ->
          opened(type, entries, at);
      case Reading.Compacted<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  /// A list that lacks what can't be opened would say that it isn't there.
  private Read<Listing> opened(ResourceType type, List<KeyValue> entries, long at) {
    List<KubeObject> objects = new ArrayList<>();
    for (KeyValue entry : entries) {
      switch (sealing.open(type, entry)) {
        case Opening.Opened(StoredObject stored) -> objects.add(stored.object());
        case Opening.Closed(String why) -> {
          return new Read.Unavailable<>(why);
        }
      }
    }
    return new Read.Found<>(new Listing(List.copyOf(objects), new Revision(at)), new Revision(at));
  }

  private Span span(ResourceType type, String namespace) {
    return Span.prefix(namespace.isEmpty() ? keys.objects(type) : keys.objects(type, namespace));
  }

  // --- writing -------------------------------------------------------------------------------

  @Override
  public Write create(KubeObject object, Fence fence) {
    return creation.create(object, now(), fence);
  }

  @Override
  public Write create(List<Event> events, Fence fence) {
    return creation.create(events, now(), fence);
  }

  @Override
  public Write update(KubeObject object, Fence fence) {
    return replacement.become(
        Target.of(object),
        fence,
        current ->
            switch (Updated.of(object, current.object())) {
              case Updated.To(KubeObject next) -> new Next.Put(next, leaseOf(current));
              case Updated.Gone gone -> new Next.Gone();
              case Updated.OtherNode no ->
                  new Next.Refused(Refusals.otherNode(current.object().key()));
            });
  }

  @Override
  public Write updateStatus(KubeObject object, Fence fence) {
    return replacement.become(
        Target.of(object),
        fence,
        current -> new Next.Put(current.object().withStatusOf(object), current.entry().lease()));
  }

  @Override
  public Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence) {
    return delete(Target.of(key, uid), grace, fence);
  }

  @Override
  public Write evict(ObjectKey key, Uid uid, Duration grace, NodeName node, Fence fence) {
    return delete(Target.of(key, uid).whileSilent(node), Optional.of(grace), fence);
  }

  private Write delete(Target target, Optional<Duration> grace, Fence fence) {
    return replacement.become(
        target,
        fence,
        current ->
            switch (Deletion.of(current.object(), grace, now())) {
              case Deletion.Now atOnce -> new Next.Gone();
              case Deletion.Later(KubeObject marked) ->
                  new Next.Put(marked, current.entry().lease());
              case Deletion.Already already ->
                  new Next.Refused(new Write.Accepted(current.object()));
            });
  }

  @Override
  public Write remove(ObjectKey key, Uid uid, Fence fence) {
    return replacement.become(Target.of(key, uid), fence, current -> new Next.Gone());
  }

  /// An event that happens again lives another hour.
  private Optional<LeaseId> leaseOf(StoredObject current) {
    return current.object().type().equals(ResourceType.EVENT)
        ? eventLease.at(now()).or(() -> current.entry().lease())
        : current.entry().lease();
  }

  /// In whole seconds, as times are stored.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  // --- watching ------------------------------------------------------------------------------

  @Override
  public Subscription watch(ResourceType type, String namespace, Revision after, Watcher watcher) {
    ObjectChanges changes =
        new ObjectChanges(
            type, sealing, key -> keys.objectKey(type, key), remembered::seen, watcher);
    Span span = span(type, namespace);
    return after.equals(Revision.NONE)
        ? session.watch(span, changes)::close
        : session.watchWithPrevious(span, after.number() + 1, changes)::close;
  }

  @Override
  public Subscription watch(ObjectKey key, Watcher watcher) {
    return session.watch(
            Span.key(keys.object(key)),
            new ObjectChanges(key.type(), sealing, ignored -> key, remembered::seen, watcher)
                .sayingAbsence(key))
        ::close;
  }

  @Override
  public Subscription watchBindings(NodeName node, Watcher watcher) {
    String prefix = keys.bindings(node);
    return session.watch(
            Span.prefix(prefix),
            new ObjectChanges(
                ResourceType.POD,
                sealing,
                key -> {
                  String[] rest = key.substring(prefix.length()).split("/", -1);
                  return new ObjectKey(ResourceType.POD, rest[0], rest[1]);
                },
                bound -> remembered.changed(bound.object().key(), bound.entry().modRevision()),
                watcher))
        ::close;
  }
}
