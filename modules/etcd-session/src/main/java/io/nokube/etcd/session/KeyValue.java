package io.nokube.etcd.session;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One key as etcd holds it at some revision.
///
/// @param createRevision when the key was last created; changes only if it was deleted in between
/// @param modRevision when it was last written
/// @param version how often it was written since its creation, from 1
/// @param lease the lease it hangs on, if any
public record KeyValue(
    String key,
    ByteSequence value,
    long createRevision,
    long modRevision,
    long version,
    Optional<LeaseId> lease) {

  /// The value as UTF-8 text.
  public String text() {
    return value.toString(StandardCharsets.UTF_8);
  }
}
