package io.nokube.runtime;

import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life's statuses on their way to the store: of each object only the newest, one at a time. A
/// status is kept until it is stored, or the object is gone, or the life is over.
final class Publishing {
  private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

  private final Life life;
  private final ObjectStore store;
  private final Map<ObjectKey, KubeObject> waiting = new LinkedHashMap<>();
  private boolean busy;

  Publishing(Life life, ObjectStore store) {
    this.life = life;
    this.store = store;
  }

  void offer(KubeObject object) {
    synchronized (this) {
      waiting.put(object.key(), object);
      if (busy) {
        return;
      }
      busy = true;
    }
    life.inFlight().began();
    life.virtually("publishing", this::run);
  }

  private void run() {
    try {
      Optional<KubeObject> next = next();
      while (next.isPresent()) {
        write(next.get());
        next = next();
      }
    } finally {
      life.inFlight().finished();
    }
  }

  private synchronized Optional<KubeObject> next() {
    Iterator<KubeObject> objects = waiting.values().iterator();
    if (!objects.hasNext()) {
      busy = false;
      return Optional.empty();
    }
    KubeObject first = objects.next();
    objects.remove();
    return Optional.of(first);
  }

  private void write(KubeObject object) {
    KubeObject whatever = object.withMetadata(object.metadata().withResourceVersion(Revision.NONE));
    switch (life.holding().write(fence -> store.updateStatus(whatever, fence))) {
      case Write.Accepted _ -> {}
      case Write.Unknown _ -> again(object);
      case Write.Refused(var reason, var message) -> {
        switch (reason) {
          case NOT_FOUND -> {}
          case CONFLICT, UNAVAILABLE -> again(object);
          case FENCED -> life.close(new Ending.Displaced(message));
          case ALREADY_EXISTS, TOO_LARGE, OWNED ->
              LOG.warn("actor {}: status of {} refused: {}", life.path(), object.key(), message);
        }
      }
    }
  }

  /// Unless a newer one has come meanwhile. An ending life gives up.
  private void again(KubeObject object) {
    synchronized (this) {
      waiting.putIfAbsent(object.key(), object);
    }
    life.pause();
    if (life.isClosing()) {
      synchronized (this) {
        waiting.clear();
      }
    }
  }
}
