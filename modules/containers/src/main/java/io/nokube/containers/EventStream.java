package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.model.OwnershipPath;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one stream of the engine's events, opened again for ever. After a gap, every path that has,
/// or is known to have had, a container is told that it may have missed something.
final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private static final String[] ACTIONS = {
    "create", "die", "destroy", "delete", "untag", "tag", "pull", "import", "load"
  };

  private final DockerClient docker;
  private final EngineSettings settings;
  private final Sightings sightings;
  private final Known known;
  private final Images images;
  private final Clock clock;
  private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  EventStream(
      DockerClient docker,
      EngineSettings settings,
      Sightings sightings,
      Known known,
      Images images,
      Clock clock) {
    this.docker = docker;
    this.settings = settings;
    this.sightings = sightings;
    this.known = known;
    this.images = images;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("docker events").unstarted(this::follow);
  }

  void open() {
    thread.start();
  }

  void listen(Consumer<EngineEvent> listener) {
    listeners.add(listener);
  }

  private void follow() {
    boolean gap = false;
    Instant since = clock.instant();
    while (closed.getCount() > 0) {
      var reader = new Reader();
      try (reader) {
        docker
            .eventsCmd()
            .withSince(since.getEpochSecond() + "." + String.format("%09d", since.getNano()))
            .withEventTypeFilter(EventType.CONTAINER, EventType.IMAGE)
            .withEventFilter(ACTIONS)
            .exec(reader);
        boolean answered =
            reader.opened.await(settings.callDeadline().toNanos(), TimeUnit.NANOSECONDS);
        if (!answered) {
          reader.failure =
              Optional.of(new EngineAway("no answer within " + settings.callDeadline(), false));
        } else if (reader.failure.isEmpty()) {
          if (gap) {
            missed();
            gap = false;
          } else {
            lookAtAll();
          }
          reader.ended.await();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        reader.failure = Optional.of(e);
      }
      known.doubted();
      if (closed.getCount() > 0) {
        if (!gap) {
          LOG.warn(
              "events of Docker broke off docker={} why=\"{}\"",
              settings.docker(),
              reader.failure.map(Throwable::toString).orElse("the stream ended"));
        }
        gap = true;
        since = clock.instant();
        pause();
      }
    }
  }

  private void pause() {
    try {
      if (closed.await(settings.reconnect().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("events of Docker are no longer read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void missed() {
    images.changed();
    Set<OwnershipPath> paths = new LinkedHashSet<>(known.doubted());
    paths.addAll(lookAtAll());
    LOG.info(
        "events of Docker are read again docker={} doubted={}", settings.docker(), paths.size());
    paths.forEach(path -> tell(new EngineEvent.Missed(path)));
  }

  /// Nothing that comes later is missed: the stream is open.
  private Collection<OwnershipPath> lookAtAll() {
    Set<ContainerId> before = known.all();
    Map<ContainerId, OwnershipPath> there = new LinkedHashMap<>();
    sightings.all().forEach(listed -> there.put(listed.id(), listed.labels().path()));
    known.whole(before, there);
    return there.values();
  }

  private void tell(EngineEvent event) {
    for (Consumer<EngineEvent> listener : listeners) {
      listener.accept(event);
    }
  }

  private void happened(Event event) {
    if (event.getType() == EventType.IMAGE) {
      images.changed();
      return;
    }
    var actor = event.getActor();
    if (actor == null || actor.getAttributes() == null) {
      return;
    }
    Map<String, String> attributes = actor.getAttributes();
    Labels.read(settings, attributes)
        .ifPresent(labels -> {
          var id = new ContainerId(String.valueOf(actor.getId()));
          if ("die".equals(event.getAction())) {
            known.doesNotRun(id, labels.path());
            int code = Integer.parseInt(attributes.getOrDefault("exitCode", "0"));
            tell(new EngineEvent.Died(labels.path(), id, code));
          } else if ("create".equals(event.getAction())) {
            known.made(id, labels.path());
          } else if ("destroy".equals(event.getAction())) {
            known.gone(id);
            tell(new EngineEvent.Destroyed(labels.path(), id));
          }
        });
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  /// One life of the stream.
  private final class Reader extends ResultCallback.Adapter<Event> {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Throwable> failure = Optional.empty();

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      opened.countDown();
      if (failure.isPresent()) { // given up meanwhile
        try {
          stream.close();
        } catch (IOException e) {
          throw new UncheckedIOException("closing a stream of events that came too late", e);
        }
      }
    }

    @Override
    public void onNext(Event event) {
      if (failure.isEmpty()) {
        happened(event);
      }
    }

    @Override
    public void onError(Throwable why) {
      failure = Optional.of(why);
      end();
    }

    @Override
    public void onComplete() {
      end();
    }

    private void end() {
      opened.countDown();
      ended.countDown();
    }
  }
}
