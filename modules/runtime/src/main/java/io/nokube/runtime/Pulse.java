package io.nokube.runtime;

import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Whether threads still run what they are given: asks one small task of them at a time.
///
/// @param what how it is called in a message
record Pulse(String what, Executor threads, AtomicLong asked, AtomicLong answered) {
  Pulse(String what, Executor threads) {
    this(what, threads, new AtomicLong(), new AtomicLong());
  }

  /// Asks anew if the last was answered; else how many were.
  OptionalLong check() {
    if (asked.get() > answered.get()) {
      return OptionalLong.of(answered.get());
    }
    asked.incrementAndGet();
    threads.execute(answered::incrementAndGet);
    return OptionalLong.empty();
  }
}
