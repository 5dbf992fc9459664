package io.nokube.etcd.upkeep;

import java.time.Duration;

/// How etcd is looked after.
///
/// @param keepHistory for how long a watch may be away and still go on where it was
/// @param every pause between two looks
/// @param quotaBytes the `--quota-backend-bytes` that etcd runs with
public record UpkeepSettings(Duration keepHistory, Duration every, long quotaBytes) {
  public UpkeepSettings {
    if (keepHistory.isNegative() || !every.isPositive() || quotaBytes <= 0) {
      throw new IllegalArgumentException(
          "etcd upkeep: keepHistory %s may not be negative; every %s and quotaBytes %d must be positive"
              .formatted(keepHistory, every, quotaBytes));
    }
  }
}
