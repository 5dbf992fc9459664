package io.nokube.launcher.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;

/// A socket that knows when something last came in.
final class HeardSocket extends Socket {
  private volatile long heardNanos = System.nanoTime();

  Duration silentFor() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    heardNanos = System.nanoTime();
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        int one = super.read();
        heardNanos = System.nanoTime();
        return one;
      }

      @Override
      public int read(byte[] into, int offset, int most) throws IOException {
        int count = super.read(into, offset, most);
        heardNanos = System.nanoTime();
        return count;
      }
    };
  }
}
