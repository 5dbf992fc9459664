package io.nokube.runtime.notes;

import io.nokube.actor.Effect;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Write;
import io.nokube.model.ObjectKey;
import io.nokube.model.core.Event;
import io.nokube.model.core.Event.EventSource;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's Events on their way to the store: gathered, of each only the newest count, and
/// written one after another under the authority of the node's agent.
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
      Optional<Event> next = next();
      while (next.isPresent() && write(next.get())) {
        next = next();
      }
    } finally {
      synchronized (this) {
        scheduled = false;
      }
      schedule();
    }
  }

  private synchronized Optional<Event> next() {
    Iterator<Event> events = waiting.values().iterator();
    if (!events.hasNext()) {
      return Optional.empty();
    }
    Event first = events.next();
    events.remove();
    return Optional.of(first);
  }

  /// Whether to go on: not while the store is away.
  private boolean write(Event event) {
    Optional<Write> write =
        authority.write(
            fence -> event.count() == 1 ? store.create(event, fence) : count(event, fence));
    if (write.isEmpty()) {
      return keep(event);
    }
    return switch (write.get()) {
      case Write.Accepted _ -> true;
      case Write.Unknown _ -> keep(event);
      case Write.Refused(var reason, var message) ->
          switch (reason) {
            case UNAVAILABLE, FENCED -> keep(event);
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

  private synchronized boolean keep(Event event) {
    waiting.putIfAbsent(event.key(), event);
    return false;
  }
}
