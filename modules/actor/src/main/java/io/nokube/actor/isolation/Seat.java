package io.nokube.actor.isolation;

import io.nokube.actor.Incarnation;
import java.util.Optional;

/// On which lease the agent's alive record hangs: it is the record whose absence has others take
/// over, so only that lease's renewals count.
///
/// @param incarnation of the record
/// @param <L> what tells leases apart
public record Seat<L>(L lease, Incarnation incarnation) {

  /// After another look. A new lease counts once the record was claimed anew under it.
  ///
  /// @param before empty: there was none yet
  /// @param held the session's lease
  /// @param claimed the record's incarnation, while this process holds it
  /// @return empty: there still is none
  static <L> Optional<Seat<L>> after(
      Optional<Seat<L>> before, Optional<L> held, Optional<Incarnation> claimed) {
    if (held.isEmpty() || claimed.isEmpty()) {
      return before;
    }
    boolean waits =
        before
            .filter(seat ->
                !seat.lease().equals(held.get()) && seat.incarnation().equals(claimed.get()))
            .isPresent();
    return waits ? before : Optional.of(new Seat<>(held.get(), claimed.get()));
  }
}
