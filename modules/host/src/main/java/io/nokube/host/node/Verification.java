package io.nokube.host.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// That what was uploaded is whole: the file `verified` beside it says so. With it comes the
/// command agent's own AOT cache, which is packed on its way: from the next run on it starts by
/// that.
record Verification(Payload payload) {

  private static final String MARK = "verified";

  private Path mark() {
    return payload.folder().resolve(MARK);
  }

  boolean isDone() {
    try {
      return Files.exists(mark()) && Files.readString(mark()).strip().equals(payload.hash());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + mark(), e);
    }
  }

  /// @return whether there was something to do
  boolean ensure() {
    if (isDone()) {
      return false;
    }
    payload.verify();
    try {
      unpackCache();
      var fresh = Files.writeString(mark().resolveSibling(MARK + ".new"), payload.hash() + "\n");
      Files.move(fresh, mark(), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("noting that " + payload.folder() + " is whole", e);
    }
  }

  private void unpackCache() throws IOException {
    var cache = Packed.ofGzip(payload.folder().resolve(Payload.BOOT_CACHE));
    var fresh = payload.folder().resolve(cache.name() + ".new");
    try (var out = Files.newOutputStream(fresh)) {
      cache.content().writeTo(out);
    }
    Files.move(fresh, payload.folder().resolve(cache.name()), StandardCopyOption.ATOMIC_MOVE);
  }
}
