package io.nokube.vertx.etcd;

import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import java.util.Optional;

/// One key that several nodes change. Every method blocks and throws [EtcdFailure] if etcd is away.
record Cell(EtcdSession session, String key) {

  /// What to write, given what is there; empty to leave it.
  @FunctionalInterface
  interface Decision {
    Optional<Write> given(Optional<KeyValue> seen);
  }

  Optional<KeyValue> get() {
    return answer(session.get(key), key);
  }

  void write(Write write) {
    committed(session.commit(Txn.of(write)));
  }

  /// Writes what `decision` says, if the key is still what it decided on; decides again if not.
  ///
  /// @return what was there before
  Optional<KeyValue> swap(Decision decision) {
    var seen = get();
    while (true) {
      var write = decision.given(seen);
      if (write.isEmpty()) {
        return seen;
      }
      Compare unchanged =
          seen.<Compare>map(there -> new Compare.Unchanged(key, there.modRevision()))
              .orElse(new Compare.Absent(key));
      var failed = committed(session.commit(Txn.onlyIf(unchanged).then(write.get())));
      if (failed.isEmpty()) {
        return seen;
      }
      seen = failed.get().current(key);
    }
  }

  private Optional<Outcome.CompareFailed> committed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> Optional.empty();
      case Outcome.CompareFailed failed -> Optional.of(failed);
      case Outcome.Refused(var _, var why) ->
          throw new EtcdFailure("writing %s was refused: %s".formatted(key, why));
      case Outcome.Unknown(var why) ->
          throw new EtcdFailure(
              "writing %s: whether it was done is unknown, read again: %s".formatted(key, why));
    };
  }

  static <T> T answer(Reading<T> reading, Object what) {
    return switch (reading) {
      case Reading.Answer<T>(var value, var _) -> value;
      case Reading.Compacted<T>(var why) -> throw unread(what, why);
      case Reading.Unavailable<T>(var why) -> throw unread(what, why);
    };
  }

  private static EtcdFailure unread(Object what, String why) {
    return new EtcdFailure("reading %s: %s".formatted(what, why));
  }
}
