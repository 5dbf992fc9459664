package io.nokube.actor.verdict;

import java.time.Duration;

/// How far absence can be trusted: contact with the store as it was before the read.
///
/// @param unbroken for how long there had been contact; zero if there was none
/// @param settling for how long it must have been for everybody to have come back
public record Contact(Duration unbroken, Duration settling) {
  public boolean isSteady() {
    return !unbroken.isZero() && unbroken.compareTo(settling) >= 0;
  }

  /// Whether contact was steady already so long ago.
  public boolean wasSteady(Duration ago) {
    return isSteady() && unbroken.minus(ago).compareTo(settling) >= 0;
  }
}
