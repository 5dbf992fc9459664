package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ImagePlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images made present by policy. What was seen is remembered until the engine tells of a change of
/// any image; the same image is pulled once however many ask.
final class Images {
  private static final Logger LOG = LoggerFactory.getLogger(Images.class);

  private final DockerClient docker;
  private final Calls calls;
  private final EngineSettings settings;
  private final RegistryLogins logins;
  private final Map<String, Result.Image> present = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Outcome>> pulls = new ConcurrentHashMap<>();

  Images(DockerClient docker, Calls calls, EngineSettings settings) {
    this.docker = docker;
    this.calls = calls;
    this.settings = settings;
    this.logins = new RegistryLogins(settings.registries());
  }

  /// Something happened to some image.
  void changed() {
    present.clear();
  }

  /// The id of an image if it is known without asking.
  Optional<String> id(String image) {
    return Optional.ofNullable(present.get(image)).map(Result.Image::id);
  }

  Outcome ensure(ImagePlan plan) {
    return switch (plan.policy()) {
      case ALWAYS -> pullOnce(plan.image());
      case IF_NOT_PRESENT ->
          look(plan.image())
              .<Outcome>map(Outcome.Done::new)
              .orElseGet(() -> pullOnce(plan.image()));
      case NEVER ->
          look(plan.image())
              .<Outcome>map(Outcome.Done::new)
              .orElseGet(() ->
                  new Outcome.Refused(
                      "ErrImageNeverPull",
                      "Container image \""
                          + plan.image()
                          + "\" is not present with pull policy of Never"));
    };
  }

  /// Makes the pause containers' image present.
  ///
  /// @return its id
  String ensurePause() {
    return look(PauseImage.NAME)
        .or(() -> {
          calls.make(
              "making the image " + PauseImage.NAME,
              () -> {
                String architecture = docker.versionCmd().exec().getArch();
                byte[] archive = PauseImage.archive(String.valueOf(architecture));
                return docker.loadImageCmd(new ByteArrayInputStream(archive)).exec();
              });
          return look(PauseImage.NAME);
        })
        .map(Result.Image::id)
        .orElse("");
  }

  private Optional<Result.Image> look(String image) {
    Result.Image seen = present.get(image);
    if (seen != null) {
      return Optional.of(seen);
    }
    try {
      var shown =
          calls.make("looking for the image " + image, () -> docker.inspectImageCmd(image).exec());
      String user =
          shown.getConfig() == null
              ? ""
              : Objects.requireNonNullElse(shown.getConfig().getUser(), "");
      var found = new Result.Image(String.valueOf(shown.getId()), user);
      present.put(image, found);
      return Optional.of(found);
    } catch (NotFoundException missing) {
      return Optional.empty();
    }
  }

  private Outcome pullOnce(String image) {
    var mine = new CompletableFuture<Outcome>();
    var others = pulls.putIfAbsent(image, mine);
    if (others != null) {
      return await(others, image);
    }
    try {
      mine.complete(pull(image));
    } catch (RuntimeException failed) {
      mine.completeExceptionally(failed);
    } finally {
      pulls.remove(image, mine);
    }
    return await(mine, image);
  }

  /// Whoever pulls keeps the deadline; those who wait for it need not be much longer.
  private Outcome await(CompletableFuture<Outcome> pull, String image) {
    try {
      return pull.get(
          settings.pullDeadline().plus(settings.callDeadline().multipliedBy(2)).toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (TimeoutException e) {
      return late(image);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Refused("Unavailable", "interrupted while pulling " + image);
    }
  }

  private Outcome late(String image) {
    return new Outcome.Refused(
        "ErrImagePull",
        "pulling image \"" + image + "\" did not finish within " + settings.pullDeadline());
  }

  private Outcome pull(String image) {
    LOG.info("pulling image={}", image);
    try (var progress = new Progress()) {
      var name = ImageName.of(image);
      PullImageCmd command = docker.pullImageCmd(name.repository()).withTag(name.tag());
      logins.of(name).ifPresent(command::withAuthConfig);
      command.exec(progress);
      if (!progress.awaitCompletion(settings.pullDeadline().toNanos(), TimeUnit.NANOSECONDS)) {
        return late(image);
      }
      if (progress.error.isPresent()) {
        return refused(image, progress.error.get());
      }
    } catch (DockerException no) {
      return refused(image, EngineMessage.of(no));
    } catch (RegistryLogins.Unreadable unknown) {
      return refused(image, String.valueOf(unknown.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Refused("Unavailable", "interrupted while pulling " + image);
    } catch (IOException | RuntimeException e) {
      throw calls.failure("pulling " + image, e);
    }
    LOG.info("pulled image={}", image);
    present.remove(image);
    return look(image)
        .<Outcome>map(Outcome.Done::new)
        .orElseGet(() -> refused(image, "it was pulled, and is not there"));
  }

  private static Outcome refused(String image, String why) {
    return new Outcome.Refused("ErrImagePull", "failed to pull image \"" + image + "\": " + why);
  }

  /// Reads the engine's progress to its end; an error comes as one of its items.
  private static final class Progress extends ResultCallback.Adapter<PullResponseItem> {
    private volatile Optional<String> error = Optional.empty();

    @Override
    public void onNext(PullResponseItem item) {
      var detail = item.getErrorDetail();
      if (detail != null && detail.getMessage() != null) {
        error = Optional.of(detail.getMessage());
      }
    }
  }
}
