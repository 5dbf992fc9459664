package io.nokube.kinds;

import io.nokube.actor.Backoff;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.List;

/// The settings of kinds that own pods.
///
/// @param retryAfter between two tries of a creation that was refused
/// @param backoff between two starts of the same pod, and between two generations of pods that fail
public record OwnerSettings(Duration expectationsExpire, Duration retryAfter, Backoff backoff) {
  private static final String EXPECTATIONS_EXPIRE = "expectations_expire";
  private static final String RETRY_AFTER = "retry_after";
  private static final String BACKOFF_FIRST = "backoff_first";
  private static final String BACKOFF_MOST = "backoff_most";
  private static final String BACKOFF_RESET = "backoff_reset";

  public static final List<Setting> DECLARED =
      List.of(
          Setting.duration(
              EXPECTATIONS_EXPIRE,
              "How long pods that were created or deleted but not yet seen so count all the same."),
          Setting.duration(
              RETRY_AFTER,
              "How long to wait before a pod whose creation was refused is tried again."),
          Setting.duration(
              BACKOFF_FIRST,
              "How long to wait after the second failure in a row; after the first, nothing."),
          Setting.duration(BACKOFF_MOST, "The most to wait: each failure in a row doubles it."),
          Setting.duration(BACKOFF_RESET, "After how long without failure all is forgotten."));

  public static OwnerSettings of(Settings settings) {
    return new OwnerSettings(
        settings.duration(EXPECTATIONS_EXPIRE),
        settings.duration(RETRY_AFTER),
        Backoff.of(
            settings.duration(BACKOFF_FIRST),
            settings.duration(BACKOFF_MOST),
            settings.duration(BACKOFF_RESET)));
  }
}
