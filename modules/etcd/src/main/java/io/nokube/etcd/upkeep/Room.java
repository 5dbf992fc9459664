package io.nokube.etcd.upkeep;

import io.nokube.etcd.session.Storage;
import java.util.Optional;

/// How much room etcd's database has left. Pure.
public sealed interface Room {
  record Enough() implements Room {}

  /// It is filling up.
  record Scarce(String why) implements Room {}

  /// etcd takes no writes any more.
  record Full(String why) implements Room {}

  int SCARCE_PERCENT = 80;

  /// @param quotaBytes that etcd was started with
  static Room of(Storage storage, long quotaBytes) {
    Optional<String> alarm =
        storage.errors().stream().filter(error -> error.contains("NOSPACE")).findFirst();
    long percent = storage.bytes() * 100 / quotaBytes;
    if (alarm.isPresent()) {
      return new Full(
          ("etcd's quota of %d MiB is used up and it refuses every write: delete what isn't needed,"
                  + " run `etcdctl defrag`, then `etcdctl alarm disarm`; or start it with a larger"
                  + " --quota-backend-bytes")
              .formatted(quotaBytes >> 20));
    }
    return percent < SCARCE_PERCENT
        ? new Enough()
        : new Scarce(
            ("etcd's database takes over %d %% of its quota of %d MiB: delete what isn't needed and"
                    + " run `etcdctl defrag`, or start it with a larger --quota-backend-bytes")
                .formatted(SCARCE_PERCENT, quotaBytes >> 20));
  }
}
