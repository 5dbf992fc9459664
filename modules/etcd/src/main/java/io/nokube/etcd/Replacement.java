package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.etcd.Commits.Attempt;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Write.Put;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads an object, decides what is to become of it, writes that if it hasn't changed since, and
/// begins again a bounded number of times if it has.
final class Replacement {
  private static final int TRIES = 8;

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Commits commits;
  private final Bindings bindings;

  Replacement(EtcdSession session, EtcdKeys keys, Commits commits) {
    this.session = session;
    this.keys = keys;
    this.commits = commits;
    this.bindings = new Bindings(keys);
  }

  /// Which object is meant.
  ///
  /// @param uid [Uid#NONE]: whichever has the name
  /// @param based [Revision#NONE]: in whichever state
  record Target(ObjectKey key, Uid uid, Revision based) {
    static Target of(KubeObject object) {
      return new Target(object.key(), object.metadata().uid(), object.metadata().resourceVersion());
    }

    static Target of(ObjectKey key, Uid uid) {
      return new Target(key, uid, Revision.NONE);
    }
  }

  /// What an object becomes.
  sealed interface Next {
    /// @param lease it hangs on from now on
    record Put(KubeObject object, Optional<LeaseId> lease) implements Next {}

    record Gone() implements Next {}

    record Refused(Write write) implements Next {}
  }

  Write become(Target target, Fence fence, Function<StoredObject, Next> next) {
    for (int tries = 1; tries <= TRIES; tries++) {
      Optional<Write> write = once(target, fence, next);
      if (write.isPresent()) {
        return write.get();
      }
    }
    return Refusals.conflict(target.key);
  }

  /// Empty if somebody else wrote it in between.
  private Optional<Write> once(Target target, Fence fence, Function<StoredObject, Next> next) {
    return switch (session.get(keys.object(target.key))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry.isEmpty()
              ? Optional.of(Refusals.notFound(target.key))
              : of(target, StoredObject.of(target.key.type(), entry.get()), fence, next);
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          Optional.of(Refusals.unavailable(why));
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          Optional.of(Refusals.unavailable(why));
    };
  }

  private Optional<Write> of(
      Target target, StoredObject current, Fence fence, Function<StoredObject, Next> next) {
    if (!target.uid.equals(Uid.NONE) && !target.uid.equals(current.object().metadata().uid())) {
      return Optional.of(Refusals.otherUid(target.key, target.uid));
    }
    if (!target.based.equals(Revision.NONE)
        && target.based.number() != current.entry().modRevision()) {
      return Optional.of(Refusals.conflict(target.key));
    }
    return switch (next.apply(current)) {
      case Next.Put(KubeObject object, Optional<LeaseId> lease) ->
          put(current, object, lease, fence);
      case Next.Gone gone -> remove(current, fence);
      case Next.Refused(Write write) -> Optional.of(write);
    };
  }

  private Optional<Write> put(
      StoredObject current, KubeObject next, Optional<LeaseId> lease, Fence fence) {
    ByteSequence bytes = StoredObject.bytes(next);
    if (bytes.equals(current.entry().value())) {
      return Optional.of(new Write.Accepted(current.object()));
    }
    List<io.nokube.etcd.session.Write> writes =
        new ArrayList<>(bindings.changed(current.object(), next));
    writes.add(new Put(current.entry().key(), bytes, lease));
    return commit(current, writes, fence, next);
  }

  private Optional<Write> remove(StoredObject current, Fence fence) {
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>(bindings.removed(current.object()));
    writes.add(io.nokube.etcd.session.Write.delete(current.entry().key()));
    return commit(current, writes, fence, current.object());
  }

  private Optional<Write> commit(
      StoredObject current,
      List<io.nokube.etcd.session.Write> writes,
      Fence fence,
      KubeObject answer) {
    ObjectKey key = current.object().key();
    Compare unchanged = new Compare.Unchanged(current.entry().key(), current.entry().modRevision());
    Attempt attempt =
        new Attempt(key, List.of(unchanged), writes, revision -> StoredObject.at(answer, revision));
    return Optional.of(commits.commit(attempt, fence, failed -> Refusals.conflict(key)))
        .filter(write -> !Refusals.is(write, Reason.CONFLICT));
  }
}
