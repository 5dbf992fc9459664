package io.nokube.etcd.session;

import java.util.List;

/// An etcd member's database.
///
/// @param bytes what the file takes; etcd's quota counts this
/// @param bytesInUse what of it would be left after a defragmentation
/// @param version etcd's version
/// @param errors what etcd itself complains of, such as an exhausted quota
public record Storage(long bytes, long bytesInUse, String version, List<String> errors) {

  public Storage {
    errors = List.copyOf(errors);
  }
}
