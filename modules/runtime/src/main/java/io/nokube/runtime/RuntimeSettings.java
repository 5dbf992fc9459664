package io.nokube.runtime;

import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The intervals, deadlines and bounds of a node's runtime. None has a default: the configuration
/// gives each.
///
/// @param eventLoops on how many threads all actors run together whose kind's `threading` is
///   event_loop, with the bus; an actor that holds up its thread holds up all that share it
/// @param pollChildren how often parents poll their children
/// @param pollParent how often children poll their parents
/// @param busTimeout how long another node may take to answer on the bus
/// @param orphanGrace for how long nobody may have been an actor's parent, where no object says
///   that the parent is meant to be there, before the parent counts as gone; empty: for ever
/// @param retry how long to wait before what failed for lack of contact, or an alive record that
///   another life holds, is tried again
/// @param restartFirst the first delay before a failed root actor (an agent, kubecontroller) is
///   restarted; the first restart is at once
/// @param restartMost the longest such delay
/// @param restartReset how long it must have been healthy for its failures to be forgotten
/// @param failuresMost how often one actor may fail within `failuresWithin`; once more, and its
///   parent fails with it, and of a root the process ends: what begins anew may know better
/// @param watchdogLook how often the watchdog looks
/// @param actorStuck how long signals may wait for an actor before it loses its alive record
/// @param threadsStuck how long an event loop, or the carriers of virtual threads, may run nothing
///   before the process is called stuck
/// @param notesEvery how long Events are gathered before they are written
/// @param startsAtOnce how many containers are made, started or removed at the same time
/// @param pullsAtOnce how many images are pulled at the same time
/// @param writesAtOnce how many of the actors' writes are under way at the same time
/// @param logsAtOnce how many logs other nodes may be reading here
/// @param logIdle after how long without a request such a log is closed
/// @param closeWithin how long an ending actor's last writes may take, and the closing of all
public record RuntimeSettings(
    int eventLoops,
    Duration pollChildren,
    Duration pollParent,
    Duration busTimeout,
    Optional<Duration> orphanGrace,
    Duration retry,
    Duration restartFirst,
    Duration restartMost,
    Duration restartReset,
    int failuresMost,
    Duration failuresWithin,
    Duration watchdogLook,
    Duration actorStuck,
    Duration threadsStuck,
    Duration notesEvery,
    int startsAtOnce,
    int pullsAtOnce,
    int writesAtOnce,
    int logsAtOnce,
    Duration logIdle,
    Duration closeWithin) {

  /// What the configuration must give, so that [#of] can read it.
  public static final List<Setting> DECLARED =
      List.of(
          Setting.positiveCount(
              "event_loops", "How many event loops carry the actors and the bus."),
          Setting.duration("poll_children", "How often parents poll their children."),
          Setting.duration("poll_parent", "How often children poll their parents."),
          Setting.duration("bus_timeout", "How long another node may take to answer on the bus."),
          Setting.durationOrNever(
              "orphan_grace",
              "How long nobody may have been kubecontroller before its children end themselves."),
          Setting.duration("retry", "How long to wait before what failed is tried again."),
          Setting.duration("restart_first", "The first delay before a failed root is restarted."),
          Setting.duration("restart_most", "The longest such delay."),
          Setting.duration("restart_reset", "How long a root must be healthy to be forgiven."),
          Setting.count(
              "failures_most", "How often an actor may fail before its parent begins anew."),
          Setting.duration("failures_within", "Within which span such failures count."),
          Setting.duration("watchdog_look", "How often the watchdog looks."),
          Setting.duration(
              "actor_stuck", "How long signals may wait for an actor before it is given up."),
          Setting.duration(
              "threads_stuck", "How long threads may run nothing before the agent ends itself."),
          Setting.duration("notes_every", "How long Events are gathered before they are written."),
          Setting.positiveCount(
              "starts_at_once", "How many containers are made or removed at the same time."),
          Setting.positiveCount("pulls_at_once", "How many images are pulled at the same time."),
          Setting.positiveCount(
              "writes_at_once", "How many of the actors' writes are under way at once."),
          Setting.positiveCount("logs_at_once", "How many logs other nodes may be reading here."),
          Setting.duration("log_idle", "After how long without a request a log is closed."),
          Setting.duration("close_within", "How long an ending actor's last writes may take."));

  /// @param settings all of [#DECLARED]
  public static RuntimeSettings of(Settings settings) {
    return new RuntimeSettings(
        settings.count("event_loops"),
        settings.duration("poll_children"),
        settings.duration("poll_parent"),
        settings.duration("bus_timeout"),
        settings.durationOrNever("orphan_grace"),
        settings.duration("retry"),
        settings.duration("restart_first"),
        settings.duration("restart_most"),
        settings.duration("restart_reset"),
        settings.count("failures_most"),
        settings.duration("failures_within"),
        settings.duration("watchdog_look"),
        settings.duration("actor_stuck"),
        settings.duration("threads_stuck"),
        settings.duration("notes_every"),
        settings.count("starts_at_once"),
        settings.count("pulls_at_once"),
        settings.count("writes_at_once"),
        settings.count("logs_at_once"),
        settings.duration("log_idle"),
        settings.duration("close_within"));
  }
}
