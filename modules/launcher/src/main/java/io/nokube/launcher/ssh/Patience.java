package io.nokube.launcher.ssh;

import java.time.Duration;

/// How long a host may take once it is connected.
///
/// @param silence nothing at all is heard, though it is asked all the time whether it lives
/// @param answer it lives, but one request stays without an answer
record Patience(Duration silence, Duration answer) {

  static final Patience STANDARD = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60));

  /// How long an upload waits for room. Whoever waits holds a lock of sshj's that the end of the
  /// connection needs too, so that silence is only told once this is over: not much later than it
  /// is noticed.
  Duration room() {
    Duration noticed = silence.plusSeconds(2);
    return answer.compareTo(noticed) < 0 ? answer : noticed;
  }

  /// Between two questions whether it lives.
  int askEverySeconds() {
    return (int) Math.max(1, silence.toSeconds() / 4);
  }
}
