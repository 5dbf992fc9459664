package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates and starts containers, a bounded number at a time, first come first served.
///
/// Starting is repeatable: what already stands under the name is adopted if it is the very same,
/// replaced if it is an older one of ours, and left alone if it is a stranger's.
final class Starts {
  private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
  private static final Duration TEARDOWN = Duration.ofSeconds(2);

  private final DockerClient docker;
  private final Calls calls;
  private final EngineSettings settings;
  private final Sightings sightings;
  private final Known known;
  private final Clock clock;
  private final Turns turns;

  Starts(
      DockerClient docker,
      Calls calls,
      EngineSettings settings,
      Sightings sightings,
      Known known,
      Clock clock) {
    this.docker = docker;
    this.calls = calls;
    this.settings = settings;
    this.sightings = sightings;
    this.known = known;
    this.clock = clock;
    this.turns = new Turns(settings.startsAtOnce(), settings.callDeadline().multipliedBy(2));
  }

  /// @param imageId what the image is known to be; empty: the engine is asked
  /// @param ownNetwork whether it gets an address of its own
  /// @param body fills in all but image, name and labels
  record Wanted(
      Labels labels,
      String image,
      Optional<String> imageId,
      boolean ownNetwork,
      Consumer<CreateContainerCmd> body) {}

  /// The look at what was started needs no turn.
  Outcome start(Wanted wanted) {
    String doing = "starting " + wanted.labels().path();
    return switch (turns.take(doing, () -> createAndStart(wanted))) {
      case Began.Runs runs -> started(wanted, runs.id());
      case Began.Adopted adopted -> done(adopted.seen());
      case Began.Not not -> not.why();
    };
  }

  /// How a start went.
  private sealed interface Began {
    record Runs(ContainerId id) implements Began {}

    record Adopted(SeenContainer seen) implements Began {}

    record Not(Outcome.Refused why) implements Began {}

    static Began not(String reason, String message) {
      return new Not(new Outcome.Refused(reason, message));
    }
  }

  private static Outcome done(SeenContainer seen) {
    return new Outcome.Done(new Result.Containers(List.of(seen)));
  }

  private Began createAndStart(Wanted wanted) {
    String id;
    try {
      id = create(wanted);
    } catch (ConflictException taken) {
      return resolve(wanted, taken);
    } catch (NotFoundException missing) {
      String what = EngineMessage.of(missing);
      return Began.not(
          what.contains("No such image") ? "ImageNotFound" : "CreateContainerError", what);
    } catch (DockerException no) {
      return Began.not("CreateContainerError", EngineMessage.of(no));
    } catch (IllegalArgumentException unsayable) {
      return Began.not("CreateContainerError", String.valueOf(unsayable.getMessage()));
    }
    return run(wanted, new ContainerId(id));
  }

  private String create(Wanted wanted) {
    var body =
        docker
            .createContainerCmd(wanted.image())
            .withName(wanted.labels().name())
            .withLabels(wanted.labels().written());
    wanted.body().accept(body);
    try {
      return calls.make("creating " + wanted.labels().path(), () -> body.exec().getId());
    } catch (EngineAway unknown) {
      known.doubt(wanted.labels().path());
      throw unknown;
    }
  }

  /// Docker tells of a death before it has taken the dead one's network apart, and a start while it
  /// does that takes half as long again. An inspect is answered when it is done; if that takes
  /// long, something else is wrong, which is no reason not to start.
  private void awaitTeardown(Labels predecessor) {
    try {
      calls.make(
          "waiting for the end of " + predecessor.name(),
          TEARDOWN,
          () -> docker.inspectContainerCmd(predecessor.name()).exec());
    } catch (NotFoundException removed) {
      LOG.debug("no predecessor is left path={}", predecessor.path());
    } catch (EngineAway late) {
      LOG.info(
          "starting though its predecessor has not quite ended path={} why=\"{}\"",
          predecessor.path(),
          late.getMessage());
    }
  }

  private Began run(Wanted wanted, ContainerId id) {
    known.doesNotRun(id, wanted.labels().path());
    wanted.labels().predecessor().ifPresent(this::awaitTeardown);
    try {
      calls.make(
          "starting " + wanted.labels().path(), () -> docker.startContainerCmd(id.text()).exec());
    } catch (DockerException no) {
      String why = EngineMessage.of(no);
      LOG.info("container cannot run path={} why=\"{}\"", wanted.labels().path(), why);
      discard(id);
      return Began.not("RunContainerError", why);
    }
    return new Began.Runs(id);
  }

  /// Asks once more only for what can't be known otherwise: an address of its own.
  private Outcome started(Wanted wanted, ContainerId id) {
    if (!wanted.ownNetwork() && wanted.imageId().isPresent()) {
      var state = new SeenContainer.State.Running(clock.instant());
      var seen = Seen.container(wanted.labels(), id.text(), wanted.imageId().get(), "", state);
      sightings.remember(seen);
      return done(seen);
    }
    return sightings
        .inspect(id, wanted.labels())
        .map(Starts::done)
        .orElseGet(() ->
            new Outcome.Refused(
                "RunContainerError", "it was removed by somebody as soon as it ran"));
  }

  private void discard(ContainerId id) {
    try {
      calls.make(
          "removing " + id,
          () ->
              docker.removeContainerCmd(id.text()).withForce(true).withRemoveVolumes(true).exec());
      known.gone(id);
    } catch (NotFoundException gone) {
      known.gone(id);
    }
  }

  /// The name is taken. By whom?
  private Began resolve(Wanted wanted, ConflictException taken) {
    InspectContainerResponse there;
    try {
      there =
          calls.make(
              "looking at " + wanted.labels().name(),
              () -> docker.inspectContainerCmd(wanted.labels().name()).exec());
    } catch (NotFoundException goneAgain) {
      return run(wanted, new ContainerId(create(wanted)));
    }
    Map<String, String> labels =
        there.getConfig() == null ? Map.of() : there.getConfig().getLabels();
    Optional<Labels> ours = Labels.read(settings, labels == null ? Map.of() : labels);
    if (ours.isEmpty()) {
      return Began.not(
          "CreateContainerError",
          "a container that is not this node's has the name "
              + wanted.labels().name()
              + ": "
              + EngineMessage.of(taken));
    }
    SeenContainer seen = Seen.of(ours.get(), there);
    boolean same = ours.get().equals(wanted.labels());
    return switch (seen.state()) {
      case SeenContainer.State.Running running when same -> {
        sightings.remember(seen);
        yield new Began.Adopted(seen);
      }
      case SeenContainer.State.Created created when same -> run(wanted, seen.id());
      default -> {
        discard(seen.id());
        yield run(wanted, new ContainerId(create(wanted)));
      }
    };
  }
}
