package io.nokube.launcher.ssh;

import java.time.Duration;

/// How long a host may take once it is connected.
///
/// @param silence nothing at all is heard, though it is asked all the time whether it lives
/// @param answer it lives, but one request stays without an answer
record Patience(Duration silence, Duration answer) {

  static final Patience STANDARD = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60));

  /// Between two questions whether it lives.
  int askEverySeconds() {
    return (int) Math.max(1, silence.toSeconds() / 4);
  }
}
