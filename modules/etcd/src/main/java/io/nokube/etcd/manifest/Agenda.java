package io.nokube.etcd.manifest;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which paths are to be looked at, and when. Times are in nanoseconds of one clock.
final class Agenda {
  private final Map<String, Long> due = new TreeMap<>();
  private final Set<String> blocked = new HashSet<>();

  void at(String path, long when) {
    blocked.remove(path);
    due.put(path, when);
  }

  /// It is refused because of what is there: looked at again as soon as another path has changed
  /// something, and at `when` in any case.
  void blocked(String path, long when) {
    due.put(path, when);
    blocked.add(path);
  }

  void settled(String path) {
    due.remove(path);
    blocked.remove(path);
  }

  void clear() {
    due.clear();
    blocked.clear();
  }

  int size() {
    return due.size();
  }

  /// Something has changed that others may have waited for.
  void unblock(long now) {
    List.copyOf(blocked).forEach(path -> at(path, now));
  }

  /// The path that is due longest, in which others can't be overtaken for ever.
  Optional<String> next(long now) {
    return due.entrySet().stream()
        .filter(entry -> entry.getValue() - now <= 0)
        .min(Comparator.comparingLong(entry -> entry.getValue() - now))
        .map(Map.Entry::getKey);
  }

  /// How long nothing is due; at most `longest`.
  Duration idle(long now, Duration longest) {
    return due.values().stream()
        .map(when -> Duration.ofNanos(Math.max(0, when - now)))
        .min(Comparator.naturalOrder())
        .filter(idle -> idle.compareTo(longest) < 0)
        .orElse(longest);
  }
}
