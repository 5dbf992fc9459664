package io.nokube.containers;

import io.nokube.actor.engine.ContainerId;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What this process has learnt of our containers, so that it need not ask twice: whose they are,
/// since when they run, that there are no others; and of their engine. Losing it costs calls, never
/// truth.
final class Known {
  private final Map<ContainerId, Entry> entries = new ConcurrentHashMap<>();

  /// Where there may be a container of which nothing is known.
  private final Set<OwnershipPath> doubts = ConcurrentHashMap.newKeySet();

  private volatile boolean whole;
  private Optional<String> version = Optional.empty();
  private int timesDoubted;

  private record Entry(OwnershipPath path, Optional<Instant> runningSince) {}

  void runs(ContainerId id, OwnershipPath path, Instant since) {
    entries.put(id, new Entry(path, Optional.of(since)));
  }

  void doesNotRun(ContainerId id, OwnershipPath path) {
    entries.put(id, new Entry(path, Optional.empty()));
  }

  /// By this process, most likely, which may know more of it already.
  void made(ContainerId id, OwnershipPath path) {
    entries.putIfAbsent(id, new Entry(path, Optional.empty()));
  }

  void gone(ContainerId id) {
    entries.remove(id);
  }

  Set<ContainerId> all() {
    return Set.copyOf(entries.keySet());
  }

  /// These are all there are, and whatever comes or goes from now on will be known.
  ///
  /// @param before what was known before the look: only of these, absence says that they are gone
  void whole(Set<ContainerId> before, Map<ContainerId, OwnershipPath> there) {
    entries.keySet().removeIf(id -> before.contains(id) && !there.containsKey(id));
    there.forEach((id, path) -> entries.putIfAbsent(id, new Entry(path, Optional.empty())));
    doubts.clear();
    whole = true;
  }

  /// It is not known whether a container was made there.
  void doubt(OwnershipPath path) {
    doubts.add(path);
  }

  /// All that is there has been seen.
  void sure(OwnershipPath path) {
    doubts.removeIf(doubted -> doubted.isAtOrBelow(path));
  }

  /// Whether it is certain that no container is at or below a path.
  boolean none(OwnershipPath path) {
    return whole
        && doubts.stream().noneMatch(doubted -> doubted.isAtOrBelow(path))
        && entries.values().stream().noneMatch(entry -> entry.path().isAtOrBelow(path));
  }

  boolean ours(ContainerId id) {
    return entries.containsKey(id);
  }

  Optional<Instant> runningSince(ContainerId id) {
    return Optional.ofNullable(entries.get(id)).flatMap(Entry::runningSince);
  }

  /// Of an engine that can't become another unnoticed: its events are read, and were when it was
  /// asked.
  ///
  /// @param before how often all had been doubted then
  synchronized void version(String is, int before) {
    if (whole && timesDoubted == before) {
      version = Optional.of(is);
    }
  }

  synchronized Optional<String> version() {
    return version;
  }

  synchronized int timesDoubted() {
    return timesDoubted;
  }

  /// The paths of all, to be looked at again; what was known of their running is forgotten, and
  /// there may be others. The engine may be another.
  synchronized List<OwnershipPath> doubted() {
    whole = false;
    version = Optional.empty();
    timesDoubted++;
    entries.replaceAll((id, entry) -> new Entry(entry.path(), Optional.empty()));
    return entries.values().stream().map(Entry::path).distinct().toList();
  }
}
