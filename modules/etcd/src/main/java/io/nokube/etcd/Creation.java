package io.nokube.etcd;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.etcd.Commits.Attempt;
import io.nokube.etcd.Namespaces.Standing;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Write.Put;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Namespace.NamespaceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stores new objects, each in a namespace that is there and not ending.
final class Creation {
  private static final int TRIES = 8;

  private final EtcdKeys keys;
  private final Commits commits;
  private final Bindings bindings;
  private final Namespaces namespaces;
  private final EventLease eventLease;

  Creation(EtcdSession session, EtcdKeys keys, Commits commits, EventLease eventLease) {
    this.keys = keys;
    this.commits = commits;
    this.bindings = new Bindings(keys);
    this.namespaces = new Namespaces(session, keys);
    this.eventLease = eventLease;
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
    KubeObject born = given.withMetadata(Metadata.born(given.metadata(), now));
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
        return Tried.settled(Refusals.unavailable("etcd grants no lease for events now"));
      }
    }
    List<Compare> compares = new ArrayList<>(based);
    compares.add(new Compare.Absent(path));
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>(bindings.created(born));
    writes.add(new Put(path, StoredObject.bytes(born), lease));
    Attempt attempt =
        new Attempt(key, compares, writes, revision -> StoredObject.at(born, revision));
    Write write =
        commits.commit(
            attempt,
            fence,
            failed ->
                failed.current(path).isPresent()
                    ? Refusals.alreadyExists(key)
                    : Refusals.conflict(key));
    if (Refusals.is(write, Write.Reason.CONFLICT)) {
      namespaces.forget(key.namespace());
      return new Tried(End.OUTDATED, write);
    }
    if (lease.isPresent() && Refusals.is(write, Write.Reason.UNAVAILABLE)) {
      return new Tried(eventLease.forget(lease.get()) ? End.OUTDATED : End.SETTLED, write);
    }
    return Refusals.is(write, Write.Reason.ALREADY_EXISTS)
        ? new Tried(End.TAKEN, write)
        : Tried.settled(write);
  }
}
