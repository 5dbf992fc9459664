package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.actor.store.Metadata;
import io.nokube.etcd.Commits.Attempt;
import io.nokube.etcd.Namespaces.Standing;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome.CompareFailed;
import io.nokube.etcd.session.Write.Put;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Namespace.NamespaceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Stores new objects, each in a namespace that is there and not ending.
final class Creation {
  private static final int TRIES = 8;
  private static final String NO_LEASE = "etcd grants no lease for events now";

  private final EtcdKeys keys;
  private final Commits commits;
  private final Bindings bindings;
  private final Namespaces namespaces;
  private final EventLease eventLease;
  private final Remembered remembered;
  private final Sealing sealing;

  Creation(
      EtcdSession session,
      EtcdKeys keys,
      Commits commits,
      EventLease eventLease,
      Remembered remembered,
      Sealing sealing) {
    this.keys = keys;
    this.commits = commits;
    this.bindings = new Bindings(keys);
    this.namespaces = new Namespaces(session, keys);
    this.eventLease = eventLease;
    this.remembered = remembered;
    this.sealing = sealing;
  }

  /// Tries again while what is remembered of the namespace is outdated, and with another suffix
  /// while a generated name is taken.
  Write create(KubeObject object, Instant now, Fence fence) {
    boolean generated = object.metadata().name().isEmpty();
    for (int tries = 1; ; tries++) {
      Tried tried = once(object, now, fence);
      boolean again =
          switch (tried.end) {
            case SETTLED -> false;
            case TAKEN -> generated;
            case OUTDATED -> true;
          };
      if (!again || tries == TRIES) {
        return tried.write;
      }
    }
  }

  private enum End {
    SETTLED,
    TAKEN,
    OUTDATED
  }

  private record Tried(End end, Write write) {
    static Tried settled(Write write) {
      return new Tried(End.SETTLED, write);
    }
  }

  private Tried once(KubeObject given, Instant now, Fence fence) {
    KubeObject born = born(given, now);
    ObjectKey key = born.key();
    if (!key.type().namespaced()) {
      return commit(born, List.of(), now, fence);
    }
    return switch (namespaces.of(key.namespace())) {
      case Standing.Open(Compare still) -> commit(born, List.of(still), now, fence);
      case Standing.Ending ending -> Tried.settled(Refusals.namespaceEnding(key));
      case Standing.Missing missing -> Tried.settled(Refusals.namespaceNotFound(key));
      case Standing.Unavailable(String why) -> Tried.settled(Refusals.unavailable(why));
    };
  }

  private static KubeObject born(KubeObject given, Instant now) {
    KubeObject born =
        given.withMetadata(
            Metadata.born(
                given.metadata(),
                new Uid(UUID.randomUUID().toString()),
                RandomGenerator.getDefault(),
                now));
    return born instanceof Namespace namespace
        ? new Namespace(namespace.metadata(), new NamespaceStatus("Active"))
        : born;
  }

  private Tried commit(KubeObject born, List<Compare> based, Instant now, Fence fence) {
    ObjectKey key = born.key();
    String path = keys.object(key);
    Optional<LeaseId> lease = Optional.empty();
    if (key.type().equals(ResourceType.EVENT)) {
      lease = eventLease.at(now);
      if (lease.isEmpty()) {
        return Tried.settled(Refusals.unavailable(NO_LEASE));
      }
    }
    List<Compare> compares = new ArrayList<>(based);
    compares.add(new Compare.Absent(path));
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>(bindings.created(born));
    ByteSequence json = StoredObject.json(born);
    Put put = new Put(path, sealing.value(path, born, json), lease);
    writes.add(put);
    Attempt attempt =
        new Attempt(key, compares, writes, revision -> StoredObject.at(born, revision));
    return switch (commits.commit(attempt, fence)) {
      case Commits.Tried.Beaten(CompareFailed by) when by.current(path).isPresent() ->
          new Tried(End.TAKEN, Refusals.alreadyExists(key));
      case Commits.Tried.Beaten _ -> {
        namespaces.forget(key.namespace());
        yield new Tried(End.OUTDATED, Refusals.conflict(key));
      }
      case Commits.Tried.Done(Write.Accepted accepted) -> {
        remembered.written(stored(accepted.object(), put, json));
        yield Tried.settled(accepted);
      }
      case Commits.Tried.Done(Write write) ->
          lease.isPresent() && isOfTheLease(write, lease.get())
              ? new Tried(End.OUTDATED, write)
              : Tried.settled(write);
    };
  }

  private boolean isOfTheLease(Write write, LeaseId lease) {
    return Refusals.is(write, Write.Reason.UNAVAILABLE) && eventLease.forget(lease);
  }

  private static StoredObject stored(KubeObject object, Put put, ByteSequence json) {
    long revision = object.metadata().resourceVersion().number();
    return new StoredObject(
        object, new KeyValue(put.key(), put.value(), revision, revision, 1, put.lease()), json);
  }

  /// Stores new Events in one transaction: all of them, or none.
  Write create(List<Event> events, Instant now, Fence fence) {
    ObjectKey first = events.getFirst().key();
    Optional<LeaseId> lease = eventLease.at(now);
    if (lease.isEmpty()) {
      return Refusals.unavailable(NO_LEASE);
    }
    Set<String> spaces =
        events.stream().map(event -> event.metadata().namespace()).collect(Collectors.toSet());
    List<Compare> compares = new ArrayList<>();
    for (String namespace : spaces) {
      switch (namespaces.of(namespace)) {
        case Standing.Open(Compare still) -> compares.add(still);
        case Standing.Ending ending -> {
          return Refusals.namespaceEnding(first);
        }
        case Standing.Missing missing -> {
          return Refusals.namespaceNotFound(first);
        }
        case Standing.Unavailable(String why) -> {
          return Refusals.unavailable(why);
        }
      }
    }
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>();
    for (Event event : events) {
      String path = keys.object(event.key());
      compares.add(new Compare.Absent(path));
      writes.add(new Put(path, StoredObject.json(born(event, now)), lease));
    }
    Attempt attempt =
        new Attempt(
            first, compares, writes, revision -> StoredObject.at(events.getFirst(), revision));
    return switch (commits.commit(attempt, fence)) {
      case Commits.Tried.Done(Write write) -> {
        if (Refusals.is(write, Write.Reason.UNAVAILABLE)) {
          eventLease.forget(lease.get());
        }
        yield write;
      }
      case Commits.Tried.Beaten _ -> {
        spaces.forEach(namespaces::forget);
        yield Refusals.conflict(first);
      }
    };
  }
}
