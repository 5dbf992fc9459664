package io.nokube.etcd.session;

import java.util.List;

/// What a watch hands to its receiver, in order of revision, without gaps or repetition.
public sealed interface Delivery {

  /// The receiver has seen everything up to and including this revision.
  long revision();

  /// All changes of one or more whole revisions since the last delivery.
  record Changes(List<Change> changes, long revision) implements Delivery {

    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// Everything in the span at `revision`, in order of keys: where a watch begins that was given no
  /// revision, and where it goes on when etcd has compacted the changes in between. Whatever the
  /// receiver knows that isn't in here is gone.
  record Resync(List<KeyValue> entries, long revision) implements Delivery {

    public Resync {
      entries = List.copyOf(entries);
    }
  }
}
