package io.nokube.runtime.notes;

import io.nokube.actor.Effect;
import io.nokube.model.Revision;
import io.nokube.model.core.Event;
import io.nokube.model.core.Event.EventSource;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which Event a note becomes: a new one, a count on an earlier one, or none.
///
/// The rules are upstream's (`client-go/tools/record/events_cache.go`): the same again is counted;
/// more than ten different messages of one reason about one object within ten minutes become one
/// Event; each source may say 25 things about an object, and then one every five minutes. No clock,
/// no I/O. Not thread-safe.
public final class Notebook {
  private static final int SIMILAR = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int BURST = 25;
  private static final Duration REFILL = Duration.ofMinutes(5);
  private static final int REMEMBERED = 4096;

  private final Map<Similar, Messages> similar = remembering();
  private final Map<Same, Event> same = remembering();
  private final Map<Spoken, Allowance> allowances = remembering();
  private long lastName;

  private record Similar(
      EventSource source, ObjectReference about, boolean warning, String reason) {}

  private record Same(Similar similar, String message) {}

  private record Spoken(EventSource source, ObjectReference about) {}

  private record Messages(Set<String> different, Instant last) {}

  private record Allowance(double left, Instant at) {}

  /// @return the Event as it is to be stored now; a count above one means that it was before
  public Optional<Event> note(EventSource source, Effect.Note note, Instant now) {
    ObjectReference about = lasting(note.about());
    Similar kind = new Similar(source, about, note.warning(), note.reason());
    boolean many = isOneOfMany(kind, note.message(), now);
    String message = many ? "(combined from similar events): " + note.message() : note.message();
    Same key = new Same(kind, many ? "" : note.message());
    if (!isAllowed(new Spoken(source, about), now)) {
      return Optional.empty();
    }
    Event known = same.get(key);
    Event next = known == null ? first(kind, note, message, now) : again(known, message, now);
    same.put(key, next);
    return Optional.of(next);
  }

  /// An object changes while the same happens to it.
  private static ObjectReference lasting(ObjectReference about) {
    return new ObjectReference(
        about.apiVersion(),
        about.kind(),
        about.namespace(),
        about.name(),
        about.uid(),
        Revision.NONE,
        about.fieldPath());
  }

  private boolean isOneOfMany(Similar kind, String message, Instant now) {
    Messages known = similar.get(kind);
    Set<String> different =
        known == null || Duration.between(known.last(), now).compareTo(WINDOW) > 0
            ? new HashSet<>()
            : new HashSet<>(known.different());
    if (different.size() <= SIMILAR) {
      different.add(message);
    }
    similar.put(kind, new Messages(Set.copyOf(different), now));
    return different.size() > SIMILAR;
  }

  private boolean isAllowed(Spoken spoken, Instant now) {
    Allowance known = allowances.getOrDefault(spoken, new Allowance(BURST, now));
    double refilled = (double) Duration.between(known.at(), now).toMillis() / REFILL.toMillis();
    double left = Math.min(BURST, known.left() + Math.max(0, refilled));
    boolean allowed = left >= 1;
    allowances.put(spoken, new Allowance(allowed ? left - 1 : left, now));
    return allowed;
  }

  private Event first(Similar kind, Effect.Note note, String message, Instant now) {
    String namespace = kind.about().namespace().isEmpty() ? "default" : kind.about().namespace();
    return new Event(
        ObjectMeta.named(namespace, kind.about().name() + "." + Long.toHexString(name(now))),
        note.about(),
        kind.reason(),
        message,
        kind.source(),
        Optional.of(now),
        Optional.of(now),
        1,
        kind.warning() ? "Warning" : "Normal");
  }

  /// As upstream: nanoseconds since 1970; never the same twice.
  private long name(Instant now) {
    lastName = Math.max(lastName + 1, now.getEpochSecond() * 1_000_000_000L + now.getNano());
    return lastName;
  }

  private static Event again(Event known, String message, Instant now) {
    return new Event(
        known.metadata(),
        known.involvedObject(),
        known.reason(),
        message,
        known.source(),
        known.firstTimestamp(),
        Optional.of(now),
        known.count() + 1,
        known.eventType());
  }

  private static <K, V> Map<K, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
