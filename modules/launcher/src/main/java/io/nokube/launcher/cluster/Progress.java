package io.nokube.launcher.cluster;

/// Is told what happens on each node, from several threads.
interface Progress {

  enum State {
    STARTED,
    DONE,
    FAILED
  }

  /// @param millis how long it took; 0 while it goes on
  record Event(String node, String step, State state, String detail, long millis) {}

  void tell(Event event);

  /// Bytes of an upload that have left, of all.
  void sent(String node, long bytes, long of);

  /// Nothing more comes: what was drawn stays.
  void end();
}
