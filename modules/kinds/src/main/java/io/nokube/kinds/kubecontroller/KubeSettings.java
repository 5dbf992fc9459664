package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Backoff;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// @param evictAfter how long a pod that says nothing of it stays on a silent node; empty: for ever
/// @param evictLeast how long a pod stays there even if it says that it tolerates less
/// @param evictedGrace how long its containers get to end, should its node come back
/// @param gcAfter how long an owner or a node must be missing before what it left is cleared away
/// @param backoff between two starts of the same child
record KubeSettings(
    Duration expectationsExpire,
    Optional<Duration> evictAfter,
    Duration evictLeast,
    Duration evictedGrace,
    Duration gcAfter,
    Backoff backoff) {
  private static final String EXPECTATIONS_EXPIRE = "expectations_expire";
  private static final String EVICT_AFTER = "evict_after";
  private static final String EVICT_LEAST = "evict_least";
  private static final String EVICTED_GRACE = "evicted_grace";
  private static final String GC_AFTER = "gc_after";
  private static final String BACKOFF_FIRST = "backoff_first";
  private static final String BACKOFF_MOST = "backoff_most";
  private static final String BACKOFF_RESET = "backoff_reset";

  static final List<Setting> DECLARED =
      List.of(
          Setting.duration(
              EXPECTATIONS_EXPIRE,
              "After how long a deletion that was not seen is asked for again."),
          Setting.durationOrNever(
              EVICT_AFTER,
              "How long a node must be silent before its pods are replaced elsewhere."),
          Setting.duration(
              EVICT_LEAST, "How long it must be so for pods that say that they tolerate less."),
          Setting.duration(
              EVICTED_GRACE,
              "How long a replaced pod's containers get to end, if their node comes back."),
          Setting.duration(
              GC_AFTER,
              "How long an owner or node must be missing before what it left is deleted."),
          Setting.duration(
              BACKOFF_FIRST,
              "How long to wait after a child's second failure in a row; after the first, nothing."),
          Setting.duration(BACKOFF_MOST, "The most to wait: each failure in a row doubles it."),
          Setting.duration(BACKOFF_RESET, "After how long without failure all is forgotten."));

  static KubeSettings of(Settings settings) {
    return new KubeSettings(
        settings.duration(EXPECTATIONS_EXPIRE),
        settings.durationOrNever(EVICT_AFTER),
        settings.duration(EVICT_LEAST),
        settings.duration(EVICTED_GRACE),
        settings.duration(GC_AFTER),
        Backoff.of(
            settings.duration(BACKOFF_FIRST),
            settings.duration(BACKOFF_MOST),
            settings.duration(BACKOFF_RESET)));
  }
}
