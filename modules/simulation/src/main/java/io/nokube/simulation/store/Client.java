package io.nokube.simulation.store;

/// A process that speaks with the store.
public interface Client {
  String node();

  /// Whether the process is no more: nothing reaches it.
  boolean isGone();

  /// Runs something in the process: now, or once it is no longer paused.
  void run(Runnable task);
}
