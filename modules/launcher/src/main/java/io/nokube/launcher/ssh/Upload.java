package io.nokube.launcher.ssh;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A file to be put on a host.
///
/// @param remote absolute, or from the user's home
/// @param mode its permission bits: `0644`
/// @param modified the time that it gets, to the second; empty: that of the upload
public record Upload(Path local, String remote, int mode, Optional<Instant> modified) {
  public Upload(Path local, String remote, int mode) {
    this(local, remote, mode, Optional.empty());
  }
}
