package io.nokube.actor.isolation;

import java.time.Duration;
import java.util.Optional;

/// When the node's lease was last renewed, and whether it was ever lost, by a clock that only runs
/// forward.
///
/// @param at in nanoseconds of that clock
/// @param lease the present one, or the last there was
/// @param epoch grows whenever others may have been given what this node ran: its lease was lost,
///   or what ran was ended
/// @param <L> what tells leases apart
public record Renewals<L>(long at, Optional<L> lease, int epoch) {

  /// Nothing is known of the lease of the agent before: it may have been long ago. Counts as if the
  /// last renewal had been so early that there are `patience` left to find etcd.
  public static <L> Renewals<L> unknown(long now, Duration endAfter, Duration patience) {
    return new Renewals<>(now - endAfter.toNanos() + patience.toNanos(), Optional.empty(), 0);
  }

  /// As an earlier process of this node left it.
  static <L> Renewals<L> known(long at) {
    return new Renewals<>(at, Optional.empty(), 0);
  }

  /// What a successor needs: nanoseconds of the monotonic clock, which all processes share from one
  /// boot to the next.
  public String text(String boot) {
    return boot + " " + at;
  }

  /// Nothing if it is of another boot, or can't be read.
  public static <L> Optional<Renewals<L>> of(String text, String boot) {
    String[] words = text.strip().split(" ", -1);
    try {
      return words.length == 2 && words[0].equals(boot)
          ? Optional.of(known(Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// After a look at the session.
  ///
  /// @param held the lease it holds; empty: none
  /// @param sent when its last confirmed renewal was sent
  Renewals<L> seen(Optional<L> held, long sent) {
    if (held.isEmpty()) {
      return this;
    }
    boolean another = lease.isPresent() && !lease.equals(held);
    return new Renewals<>(Math.max(at, sent), held, another ? epoch + 1 : epoch);
  }

  /// What ran here is being ended.
  Renewals<L> ended() {
    return new Renewals<>(at, lease, epoch + 1);
  }

  public Duration since(long now) {
    return Duration.ofNanos(now - at);
  }
}
