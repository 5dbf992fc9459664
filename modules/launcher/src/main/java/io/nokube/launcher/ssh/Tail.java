package io.nokube.launcher.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The last bytes of a stream. For several threads.
final class Tail {
  private final int most;
  private byte[] kept = {};

  Tail(int most) {
    this.most = most;
  }

  synchronized void add(byte[] from, int length) {
    int old = Math.min(kept.length, Math.max(0, most - length));
    int fresh = Math.min(length, most);
    byte[] next = Arrays.copyOfRange(kept, kept.length - old, kept.length + fresh);
    System.arraycopy(from, length - fresh, next, old, fresh);
    kept = next;
  }

  synchronized String text() {
    return new String(kept, StandardCharsets.UTF_8);
  }
}
