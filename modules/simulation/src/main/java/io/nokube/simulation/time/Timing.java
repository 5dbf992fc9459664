package io.nokube.simulation.time;

import io.nokube.actor.Intensity;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How patient everything is: what a cluster's configuration and `verticles-config/` say.
///
/// @param ttl of a process' lease
/// @param settling how long contact must be unbroken before absence counts
/// @param orphanGrace empty: for ever
/// @param failuresMost how often an actor may fail within `failuresWithin` before its parent begins
///   anew, or, of a root, its process
/// @param isolation empty: pods of a node that is cut off run on
/// @param kinds the settings of all kinds, by their names
public record Timing(
    Duration ttl,
    Duration renewEvery,
    Duration requestTimeout,
    Duration settling,
    Duration poll,
    Duration busTimeout,
    Optional<Duration> orphanGrace,
    Duration retry,
    Duration restartFirst,
    Duration restartMost,
    Duration restartReset,
    int failuresMost,
    Duration failuresWithin,
    Optional<Isolation> isolation,
    Map<String, Duration> kinds) {

  /// With `on_isolation: stop`.
  ///
  /// @param firstContact how long an agent has to find the store that knows of no predecessor
  /// @param lookEvery how often the guard looks
  /// @param lateAtMost for how long pods that were replaced may run on, once the agent that could
  ///   not end them is at work again: the simulated part of the promised 10 s
  public record Isolation(
      Duration stopGrace,
      Duration killBudget,
      Duration firstContact,
      Duration lookEvery,
      Duration lateAtMost) {

    /// In the pace of [Timing#QUICK].
    public static final Isolation QUICK =
        new Isolation(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(800),
            Duration.ofMillis(50),
            Duration.ofSeconds(2));
  }

  /// As a cluster is shipped.
  public static final Timing SHIPPED =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(14),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          Optional.of(Duration.ofSeconds(60)),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          4,
          Duration.ofMinutes(5),
          Optional.empty(),
          kinds(1000));

  /// The same relations in a fraction of the time, so that a history is short.
  public static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(4),
          Duration.ofMillis(800),
          Duration.ofMillis(800),
          Duration.ofSeconds(6),
          Duration.ofSeconds(1),
          Duration.ofMillis(700),
          Optional.of(Duration.ofSeconds(20)),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofSeconds(6),
          Duration.ofSeconds(60),
          4,
          Duration.ofSeconds(60),
          Optional.empty(),
          kinds(200));

  private static Map<String, Duration> kinds(int second) {
    Map<String, Duration> all = new HashMap<>();
    all.put("backoff_first", Duration.ofMillis(10L * second));
    all.put("backoff_most", Duration.ofMillis(60L * second));
    all.put("backoff_reset", Duration.ofMillis(600L * second));
    all.put("try_again", Duration.ofMillis(2L * second));
    all.put("stray_grace", Duration.ofMillis(10L * second));
    all.put("ask_engine_every", Duration.ofMillis(10L * second));
    all.put("ask_engine_within", Duration.ofMillis(10L * second));
    all.put("ask_again", Duration.ofMillis(15L * second));
    all.put("overdue", Duration.ofMillis(30L * second));
    all.put("look_again", Duration.ofMillis(2L * second));
    all.put("forget_after", Duration.ofMillis(60L * second));
    all.put("expectations_expire", Duration.ofMillis(30L * second));
    all.put("evict_after", Duration.ofMillis(30L * second));
    all.put("evict_least", Duration.ZERO);
    all.put("evicted_grace", Duration.ofMillis(3L * second));
    all.put("gc_after", Duration.ofMillis(10L * second));
    all.put("retry_after", Duration.ofSeconds(1));
    return Map.copyOf(all);
  }

  /// The same, but that nodes which are cut off end what runs on them.
  public Timing stopping(Isolation isolation) {
    Map<String, Duration> all = new HashMap<>(kinds);
    all.put("evict_least", evictAfter());
    return new Timing(
        ttl,
        renewEvery,
        requestTimeout,
        settling,
        poll,
        busTimeout,
        orphanGrace,
        retry,
        restartFirst,
        restartMost,
        restartReset,
        failuresMost,
        failuresWithin,
        Optional.of(isolation),
        Map.copyOf(all));
  }

  /// Of an actor that has not failed yet.
  public Intensity intensity() {
    return Intensity.of(failuresMost, failuresWithin);
  }

  /// How long a node must be silent before its pods are replaced.
  public Duration evictAfter() {
    return Optional.ofNullable(kinds.get("evict_after")).orElse(Duration.ZERO);
  }

  /// What a kind needs of them.
  ///
  /// @throws IllegalArgumentException if it needs another
  public Settings of(List<Setting> declared) {
    Map<String, Duration> durations = new HashMap<>();
    for (Setting setting : declared) {
      durations.put(
          setting.name(),
          Optional.ofNullable(kinds.get(setting.name()))
              .orElseThrow(() ->
                  new IllegalArgumentException("no " + setting.name() + " in the simulation")));
    }
    return new Settings(Map.copyOf(durations), Map.of());
  }
}
