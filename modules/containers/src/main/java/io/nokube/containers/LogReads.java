package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.model.OwnershipPath;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Opens logs of containers, a bounded number at a time, since each holds a thread.
final class LogReads {
  private final DockerClient docker;
  private final Calls calls;
  private final EngineSettings settings;
  private final Sightings sightings;
  private final Clock clock;
  private final Semaphore free;

  LogReads(
      DockerClient docker, Calls calls, EngineSettings settings, Sightings sightings, Clock clock) {
    this.docker = docker;
    this.calls = calls;
    this.settings = settings;
    this.sightings = sightings;
    this.clock = clock;
    this.free = new Semaphore(settings.followsAtOnce());
  }

  Logs open(LogRequest request) {
    Optional<String> id;
    try {
      id = container(request);
    } catch (EngineAway | DockerException e) {
      return new Logs.None(
          e instanceof DockerException no ? EngineMessage.of(no) : String.valueOf(e.getMessage()));
    }
    if (id.isEmpty()) {
      return new Logs.None(missing(request));
    }
    if (!free.tryAcquire()) {
      return new Logs.None(
          settings.followsAtOnce()
              + " logs are being read on node "
              + settings.node()
              + " already, which is its limit: end one of them and try again");
    }
    var read = new LogRead(request.limitBytes(), free::release);
    try {
      follow(request, id.get(), read);
      return read;
    } catch (RuntimeException e) {
      read.close();
      return new Logs.None(
          "reading the log of "
              + request.container()
              + ": "
              + calls.failure("reading a log", e).getMessage());
    }
  }

  private void follow(LogRequest request, String id, LogRead read) {
    var command =
        docker
            .logContainerCmd(id)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(request.follow())
            .withTimestamps(request.timestamps());
    if (request.tail() >= 0) {
      command.withTail((int) Math.min(request.tail(), Integer.MAX_VALUE));
    }
    if (request.sinceSeconds() >= 0) {
      long since = Math.max(0, clock.instant().getEpochSecond() - request.sinceSeconds());
      command.withSince((int) Math.min(since, Integer.MAX_VALUE));
    }
    command.exec(read.frames());
  }

  /// The newest life of the container, or the one before.
  private Optional<String> container(LogRequest request) {
    List<Sightings.Listed> lives =
        sightings.list(request.container()).stream()
            .filter(listed -> !listed.labels().sandbox())
            .sorted(Comparator.comparingLong(LogReads::age).reversed())
            .toList();
    int which = request.previous() ? 1 : 0;
    return lives.size() > which ? Optional.of(lives.get(which).id().text()) : Optional.empty();
  }

  /// By creation first: a pod of the same name begins again at attempt 0.
  private static long age(Sightings.Listed listed) {
    Long created = listed.container().getCreated();
    return (created == null ? 0 : created) * 1_000_000 + listed.labels().attempt();
  }

  private static String missing(LogRequest request) {
    OwnershipPath path = request.container();
    String pod = path.parent().map(OwnershipPath::name).orElse("");
    return request.previous()
        ? "previous terminated container \"" + path.name() + "\" in pod \"" + pod + "\" not found"
        : "container \"" + path.name() + "\" in pod \"" + pod + "\" is not there, so it has no log";
  }
}
