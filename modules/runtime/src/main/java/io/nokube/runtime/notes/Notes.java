package io.nokube.runtime.notes;

import io.nokube.actor.Effect;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Write;
import io.nokube.model.ObjectKey;
import io.nokube.model.core.Event;
import io.nokube.model.core.Event.EventSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's Events on their way to the store: gathered, of each only the newest count, and
/// written many at once under the authority of the node's agent.
public final class Notes {
  private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
  private static final int MOST = 1000;

  private final ObjectStore store;
  private final Authority authority;
  private final Later later;
  private final Notebook notebook = new Notebook();
  private final Map<ObjectKey, Event> waiting = new LinkedHashMap<>();
  private boolean scheduled;

  /// Writes under the agent's fence; nothing if it has none now.
  public interface Authority {
    Optional<Write> write(Function<Fence, Write> call);
  }

  /// Runs a task that blocks, some time later.
  public interface Later {
    void run(Runnable task);
  }

  public Notes(ObjectStore store, Authority authority, Later later) {
    this.store = store;
    this.authority = authority;
    this.later = later;
  }

  /// Returns at once.
  public void offer(EventSource source, Effect.Note note) {
    synchronized (this) {
      notebook
          .note(source, note, Instant.now())
          .ifPresent(event -> {
            waiting.put(event.key(), event);
            if (waiting.size() > MOST) {
              waiting.remove(waiting.keySet().iterator().next());
            }
          });
    }
    schedule();
  }

  private void schedule() {
    synchronized (this) {
      if (scheduled || waiting.isEmpty()) {
        return;
      }
      scheduled = true;
    }
    later.run(this::write);
  }

  private void write() {
    try {
      List<Event> next = next();
      while (!next.isEmpty() && write(next)) {
        next = next();
      }
    } finally {
      synchronized (this) {
        scheduled = false;
      }
      schedule();
    }
  }

  private synchronized List<Event> next() {
    List<Event> next = waiting.values().stream().limit(ObjectStore.EVENTS_AT_ONCE).toList();
    next.forEach(event -> waiting.remove(event.key()));
    return next;
  }

  /// New ones together, and each on its own where that is refused. Whether to go on: not while the
  /// store is away.
  private boolean write(List<Event> events) {
    Predicate<Event> isNew = event -> event.count() == 1;
    List<Event> fresh = events.stream().filter(isNew).toList();
    boolean stored =
        fresh.size() > 1
            && authority
                .write(fence -> store.create(fresh, fence))
                .filter(Write.Accepted.class::isInstance)
                .isPresent();
    Stream<Event> left = stored ? events.stream().filter(isNew.negate()) : events.stream();
    List<Event> kept = left.dropWhile(this::write).toList();
    kept.forEach(this::keep);
    return kept.isEmpty();
  }

  /// Whether it is dealt with: not while the store is away.
  private boolean write(Event event) {
    Optional<Write> write =
        authority.write(
            fence -> event.count() == 1 ? store.create(event, fence) : count(event, fence));
    if (write.isEmpty()) {
      return false;
    }
    return switch (write.get()) {
      case Write.Accepted _ -> true;
      case Write.Unknown _ -> false;
      case Write.Refused(var reason, var message) ->
          switch (reason) {
            case UNAVAILABLE, FENCED -> false;
            case NOT_FOUND, ALREADY_EXISTS, CONFLICT, TOO_LARGE, OWNED -> {
              LOG.warn("event {} is dropped: {}", event.key(), message);
              yield true;
            }
          };
    };
  }

  /// An Event that has expired, or was never stored, begins again.
  private Write count(Event event, Fence fence) {
    return switch (store.update(event, fence)) {
      case Write.Refused(var reason, _) when reason == Write.Reason.NOT_FOUND ->
          store.create(event, fence);
      case Write write -> write;
    };
  }

  private synchronized void keep(Event event) {
    waiting.putIfAbsent(event.key(), event);
  }
}
