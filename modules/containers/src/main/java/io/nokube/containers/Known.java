package io.nokube.containers;

import io.nokube.actor.engine.ContainerId;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What this process has learnt of our containers, so that it need not ask twice: whose they are
/// and since when they run. Losing it costs calls, never truth.
final class Known {
  private final Map<ContainerId, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(OwnershipPath path, Optional<Instant> runningSince) {}

  void runs(ContainerId id, OwnershipPath path, Instant since) {
    entries.put(id, new Entry(path, Optional.of(since)));
  }

  void doesNotRun(ContainerId id, OwnershipPath path) {
    entries.put(id, new Entry(path, Optional.empty()));
  }

  void gone(ContainerId id) {
    entries.remove(id);
  }

  /// Forgets all others.
  void retain(Collection<ContainerId> there) {
    entries.keySet().retainAll(Set.copyOf(there));
  }

  boolean ours(ContainerId id) {
    return entries.containsKey(id);
  }

  Optional<Instant> runningSince(ContainerId id) {
    return Optional.ofNullable(entries.get(id)).flatMap(Entry::runningSince);
  }

  /// The paths of all, to be looked at again; what was known of their running is forgotten.
  List<OwnershipPath> doubted() {
    entries.replaceAll((id, entry) -> new Entry(entry.path(), Optional.empty()));
    return entries.values().stream().map(Entry::path).distinct().toList();
  }
}
