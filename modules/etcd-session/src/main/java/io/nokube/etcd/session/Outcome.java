package io.nokube.etcd.session;

import java.util.Map;
import java.util.Optional;

/// What came of a write: done, not done because it was based on something else, never to be done,
/// or unknown.
public sealed interface Outcome {

  /// Done, at `revision`, which is the written keys' mod-revision.
  record Committed(long revision) implements Outcome {}

  /// Not done: a compare didn't hold.
  ///
  /// @param current the compared keys as they are at `revision`; a key that doesn't exist is
  ///   missing
  record CompareFailed(Map<String, KeyValue> current, long revision) implements Outcome {

    public CompareFailed {
      current = Map.copyOf(current);
    }

    /// The compared key as it is, if it exists.
    public Optional<KeyValue> current(String key) {
      return Optional.ofNullable(current.get(key));
    }
  }

  /// Not done, and never will be.
  record Refused(Reason reason, String why) implements Outcome {}

  /// It was on its way when contact broke: only reading again tells.
  record Unknown(String why) implements Outcome {}

  /// Why a write was refused.
  enum Reason {
    /// etcd is out of reach; the write was never sent.
    UNREACHABLE,
    /// The lease named in the write has ended.
    LEASE_GONE,
    /// Larger than etcd takes, or too many operations.
    TOO_LARGE,
    /// etcd's quota is used up, or it has more requests than it can carry out.
    NO_ROOM,
    /// etcd doesn't accept such a request at all.
    INVALID
  }
}
