package io.nokube.etcd;

import io.nokube.actor.port.Read;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.Revision;
import java.util.Optional;

/// The cluster's configuration as it stands in etcd (S1): a text, replaced only by who has seen
/// what it replaces. What it says is not this room's.
public record ClusterConfig(EtcdSession session, EtcdKeys keys) {

  /// @param revision at which it was written
  public record Text(String text, Revision revision) {
    /// Not the text, which may hold secrets.
    @Override
    public String toString() {
      return "the cluster config written at " + revision.number();
    }
  }

  /// What became of a write.
  public sealed interface Stored {
    record Written(Revision revision) implements Stored {}

    /// It isn't what the write was based on.
    ///
    /// @param now empty: there is none
    record Changed(Optional<Text> now) implements Stored {}

    /// It will never be carried out.
    record Refused(String why) implements Stored {}

    /// It was in flight when contact broke. Read again to know.
    record Unknown(String why) implements Stored {}
  }

  public Read<Text> read() {
    return switch (session.get(keys.config())) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry
              .<Read<Text>>map(found -> new Read.Found<>(text(found), new Revision(at)))
              .orElseGet(() -> new Read.Absent<>(new Revision(at)));
      case Reading.Compacted<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  /// @param basedOn the revision of the text that is replaced; [Revision#NONE]: there is none yet
  public Stored write(String text, Revision basedOn) {
    Compare compare =
        basedOn.equals(Revision.NONE)
            ? new Compare.Absent(keys.config())
            : new Compare.Unchanged(keys.config(), basedOn.number());
    return switch (session.commit(Txn.onlyIf(compare).then(Write.put(keys.config(), text)))) {
      case Outcome.Committed(long revision) -> new Stored.Written(new Revision(revision));
      case Outcome.CompareFailed failed ->
          new Stored.Changed(failed.current(keys.config()).map(ClusterConfig::text));
      case Outcome.Refused(Outcome.Reason reason, String why) -> new Stored.Refused(why);
      case Outcome.Unknown(String why) -> new Stored.Unknown(why);
    };
  }

  private static Text text(KeyValue entry) {
    return new Text(entry.text(), new Revision(entry.modRevision()));
  }
}
