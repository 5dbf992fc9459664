package io.nokube.etcd.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which revision etcd had when, as far back as its history is to be kept. Immutable.
record History(List<Mark> marks) {
  static final History NONE = new History(List.of());

  record Mark(Instant at, long revision) {}

  History {
    marks = List.copyOf(marks);
  }

  /// The newest revision that is older than what is to be kept; empty: none is known to be.
  Optional<Long> compactable(Instant now, Duration keep) {
    return old(now, keep).stream().map(Mark::revision).reduce((older, newer) -> newer);
  }

  /// With what was seen now, without what was compacted.
  History seen(Instant now, long revision, Duration keep) {
    List<Mark> kept = new ArrayList<>(marks);
    kept.removeAll(old(now, keep));
    kept.add(new Mark(now, revision));
    return new History(kept);
  }

  private List<Mark> old(Instant now, Duration keep) {
    return marks.stream().filter(mark -> !mark.at.isAfter(now.minus(keep))).toList();
  }
}
