package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import java.util.Optional;

/// An etcd in which a key can be read and written.
interface EpochKeeper {

  /// Linearizable; empty: there is no such key.
  Optional<String> value(String key, Deadline deadline);

  /// @return the revision at which it was written
  long put(String key, String value, Deadline deadline);
}
