package io.nokube.runtime;

import io.vertx.core.ThreadingModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// On which threads the verticles of a kind run.
public enum Threading {
  /// On one of the few event loops: cheapest, for behaviours whose steps are short.
  EVENT_LOOP(ThreadingModel.EVENT_LOOP),
  /// On virtual threads: a long step holds up no other actor.
  VIRTUAL_THREAD(ThreadingModel.VIRTUAL_THREAD);

  private final ThreadingModel model;

  Threading(ThreadingModel model) {
    this.model = model;
  }

  ThreadingModel model() {
    return model;
  }

  /// As `verticles-config/` spells it: `event_loop`, `virtual_thread`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Threading> named(String word) {
    return Arrays.stream(values()).filter(threading -> threading.word().equals(word)).findFirst();
  }
}
