package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.etcd.Commits.Attempt;
import io.nokube.etcd.Commits.Tried;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome.CompareFailed;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Write.Put;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/// Decides what is to become of an object as it is remembered, or else read, writes that if it
/// hasn't changed since, and begins again a bounded number of times if it has.
final class Replacement {
  private static final int TRIES = 8;

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Commits commits;
  private final Bindings bindings;
  private final Remembered remembered;
  private final Sealing sealing;

  Replacement(
      EtcdSession session, EtcdKeys keys, Commits commits, Remembered remembered, Sealing sealing) {
    this.session = session;
    this.keys = keys;
    this.commits = commits;
    this.bindings = new Bindings(keys);
    this.remembered = remembered;
    this.sealing = sealing;
  }

  /// Which object is meant.
  ///
  /// @param uid [Uid#NONE]: whichever has the name
  /// @param based [Revision#NONE]: in whichever state
  /// @param silent only while the agent of this node has no alive record
  record Target(ObjectKey key, Uid uid, Revision based, Optional<NodeName> silent) {
    static Target of(KubeObject object) {
      return new Target(
          object.key(),
          object.metadata().uid(),
          object.metadata().resourceVersion(),
          Optional.empty());
    }

    static Target of(ObjectKey key, Uid uid) {
      return new Target(key, uid, Revision.NONE, Optional.empty());
    }

    Target whileSilent(NodeName node) {
      return new Target(key, uid, based, Optional.of(node));
    }
  }

  /// What an object becomes.
  sealed interface Next {
    /// @param lease it hangs on from now on
    record Put(KubeObject object, Optional<LeaseId> lease) implements Next {}

    record Gone() implements Next {}

    record Refused(Write write) implements Next {}
  }

  /// What is known of an object before it is written.
  private sealed interface Known {
    /// @param certain whether etcd has just said so: only then a write may be refused, or left out,
    ///   because of it
    record As(StoredObject object, boolean certain) implements Known {}

    /// It isn't there, or nobody can tell.
    record Not(Write write) implements Known {}
  }

  /// What is to be done about it.
  private sealed interface Decided {
    record Answer(Write write) implements Decided {}

    /// @param stored as it stands once the attempt was carried out; empty: it is gone
    record Try(Attempt attempt, LongFunction<Optional<StoredObject>> stored) implements Decided {}
  }

  Write become(Target target, Fence fence, Function<StoredObject, Next> next) {
    Known known =
        remembered
            .of(target.key)
            .<Known>map(object -> new Known.As(object, false))
            .orElseGet(() -> read(target.key));
    for (int tries = 1; tries <= TRIES; tries++) {
      switch (known) {
        case Known.Not(Write write) -> {
          return write;
        }
        case Known.As(StoredObject current, boolean certain) -> {
          switch (decide(target, current, next)) {
            case Decided.Answer(Write write) -> {
              if (certain) {
                return write;
              }
              known = read(target.key);
            }
            case Decided.Try attempt -> {
              Optional<String> record = target.silent.map(this::record);
              Attempt whole =
                  record
                      .map(it -> attempt.attempt.and(new Compare.Absent(it)))
                      .orElse(attempt.attempt);
              switch (commits.commit(whole, fence)) {
                case Tried.Done(Write write) -> {
                  remember(target.key, attempt, write);
                  return write;
                }
                case Tried.Beaten(CompareFailed by) -> {
                  if (record.flatMap(by::current).isPresent()) {
                    return Refusals.noLongerSilent(target.key, target.silent.orElseThrow());
                  }
                  known = known(target.key, by);
                }
              }
            }
          }
        }
      }
    }
    return Refusals.conflict(target.key);
  }

  private String record(NodeName node) {
    return keys.alive(OwnershipPath.agent(node));
  }

  private void remember(ObjectKey key, Decided.Try attempt, Write write) {
    remembered.forget(key);
    if (write instanceof Write.Accepted(KubeObject answer)) {
      attempt
          .stored
          .apply(answer.metadata().resourceVersion().number())
          .ifPresent(remembered::written);
    }
  }

  private Known read(ObjectKey key) {
    return switch (session.get(keys.object(key))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          known(key, entry);
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          new Known.Not(Refusals.unavailable(why));
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          new Known.Not(Refusals.unavailable(why));
    };
  }

  /// A transaction that fails says how the compared keys are.
  private Known known(ObjectKey key, CompareFailed by) {
    return known(key, by.current(keys.object(key)));
  }

  private Known known(ObjectKey key, Optional<KeyValue> entry) {
    return entry
        .map(found -> opened(key, found))
        .orElseGet(() -> new Known.Not(Refusals.notFound(key)));
  }

  /// What can't be opened can't be compared: it is left as it is.
  private Known opened(ObjectKey key, KeyValue entry) {
    return switch (sealing.open(key.type(), entry)) {
      case Opening.Opened(StoredObject object) -> new Known.As(object, true);
      case Opening.Closed(String why) -> new Known.Not(Refusals.unavailable(why));
    };
  }

  private Decided decide(Target target, StoredObject current, Function<StoredObject, Next> next) {
    if (!target.uid.equals(Uid.NONE) && !target.uid.equals(current.object().metadata().uid())) {
      return new Decided.Answer(Refusals.otherUid(target.key, target.uid));
    }
    if (!target.based.equals(Revision.NONE)
        && target.based.number() != current.entry().modRevision()) {
      return new Decided.Answer(Refusals.conflict(target.key));
    }
    return switch (next.apply(current)) {
      case Next.Put(KubeObject object, Optional<LeaseId> lease) -> put(current, object, lease);
      case Next.Gone gone -> remove(current);
      case Next.Refused(Write write) -> new Decided.Answer(write);
    };
  }

  private Decided put(StoredObject current, KubeObject next, Optional<LeaseId> lease) {
    KeyValue was = current.entry();
    ByteSequence json = StoredObject.json(next);
    if (json.equals(current.json()) && !sealing.isOutdated(next.type(), was)) {
      return new Decided.Answer(new Write.Accepted(current.object()));
    }
    List<io.nokube.etcd.session.Write> writes =
        new ArrayList<>(bindings.changed(current.object(), next));
    ByteSequence value = sealing.value(was.key(), next, json);
    writes.add(new Put(was.key(), value, lease));
    return new Decided.Try(
        attempt(current, writes, next),
        revision ->
            Optional.of(
                new StoredObject(
                    StoredObject.at(next, revision),
                    new KeyValue(
                        was.key(), value, was.createRevision(), revision, was.version() + 1, lease),
                    json)));
  }

  private Decided remove(StoredObject current) {
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>(bindings.removed(current.object()));
    writes.add(io.nokube.etcd.session.Write.delete(current.entry().key()));
    return new Decided.Try(
        attempt(current, writes, current.object()), revision -> Optional.empty());
  }

  private static Attempt attempt(
      StoredObject current, List<io.nokube.etcd.session.Write> writes, KubeObject answer) {
    Compare unchanged = new Compare.Unchanged(current.entry().key(), current.entry().modRevision());
    return new Attempt(
        current.object().key(),
        List.of(unchanged),
        writes,
        revision -> StoredObject.at(answer, revision));
  }
}
