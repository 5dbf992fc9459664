package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.port.PodEngine;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The pod engine on Docker. Calls block: make them on virtual threads. An engine that is away
/// refuses with `Unavailable`, or says `Unknown` where it may yet do what it was told.
public final class DockerPodEngine implements PodEngine, AutoCloseable {
  private final DockerClient docker;
  private final EngineSettings settings;
  private final Calls calls;
  private final Known known = new Known();
  private final Sightings sightings;
  private final Images images;
  private final Starts starts;
  private final Ends ends;
  private final Volumes volumes;
  private final Mounts mounts;
  private final LogReads logs;
  private final EventStream events;

  private DockerPodEngine(DockerClient docker, EngineSettings settings, Clock clock) {
    this.docker = docker;
    this.settings = settings;
    this.calls = new Calls(settings);
    this.sightings = new Sightings(docker, calls, settings, known);
    this.images = new Images(docker, calls, settings);
    this.starts = new Starts(docker, calls, settings, sightings, known, clock);
    this.ends = new Ends(docker, calls, settings, sightings, known);
    this.volumes =
        new Volumes(new Workspace(settings.workspace()), new Workspace(settings.memory()), clock);
    this.mounts = new Mounts(volumes, new HostPaths(settings.hostRoot()));
    this.logs = new LogReads(docker, calls, settings, sightings, clock);
    this.events = new EventStream(docker, settings, sightings, known, images, clock);
  }

  /// Never fails because Docker is down: it is used when it is there.
  public static DockerPodEngine open(EngineSettings settings) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(settings.docker().toString())
            .withDockerTlsVerify(false)
            .build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(settings.docker()).build();
    var engine =
        new DockerPodEngine(
            DockerClientImpl.getInstance(config, http), settings, Clock.systemUTC());
    engine.events.open();
    return engine;
  }

  @Override
  public Outcome find(OwnershipPath path) {
    return calls.read(
        "finding " + path, () -> new Outcome.Done(new Result.Containers(sightings.find(path))));
  }

  /// What runs of ours, by one question and nothing else: one container that hangs keeps nobody
  /// from ending the others.
  ///
  /// @throws RuntimeException if the engine doesn't answer
  public List<RunningContainer> running() {
    return sightings.all().stream()
        .filter(listed -> "running".equals(listed.container().getState()))
        .map(listed ->
            new RunningContainer(listed.id(), listed.labels().path(), listed.labels().sandbox()))
        .toList();
  }

  @Override
  public Outcome pull(ImagePlan image) {
    return calls.read("image " + image.image(), () -> images.ensure(image));
  }

  @Override
  public Outcome mount(OwnershipPath pod, List<VolumePlan> wanted, Optional<Long> fsGroup) {
    return onFiles(
        "FailedMount",
        () -> {
          volumes.make(pod, wanted, fsGroup);
          return new Outcome.Done(new Result.Nothing());
        });
  }

  @Override
  public Outcome startSandbox(SandboxPlan plan) {
    Labels labels = Labels.ofSandbox(settings, plan.pod());
    return calls.change(
        "starting the sandbox of " + plan.pod().path(),
        () ->
            starts.start(
                new Starts.Wanted(
                    labels,
                    PauseImage.NAME,
                    Optional.of(images.ensurePause()),
                    plan.network() instanceof Network.Own,
                    body -> CreateBody.fill(body, plan, settings))));
  }

  @Override
  public Outcome start(ContainerPlan plan) {
    Labels labels =
        Labels.ofContainer(
            settings, plan.pod(), plan.path(), plan.name(), plan.specHash(), plan.attempt());
    return onFiles(
        "CreateContainerError",
        () -> {
          List<Mount> at = mounts.of(plan);
          return calls.change(
              "starting " + plan.path(),
              () ->
                  starts.start(
                      new Starts.Wanted(
                          labels,
                          plan.image(),
                          images.id(plan.image()),
                          plan.network() instanceof Network.Own,
                          body -> CreateBody.fill(body, plan, at, settings))));
        });
  }

  @Override
  public Outcome stop(ContainerId container, Duration grace) {
    String doing = "stopping container " + container;
    return calls.change(doing, () -> ends.stop(container, grace, doing));
  }

  @Override
  public Outcome remove(ContainerId container) {
    String doing = "removing container " + container;
    return calls.change(doing, () -> ends.remove(container, doing));
  }

  @Override
  public Outcome removeFolder(OwnershipPath pod) {
    return onFiles(
        "FailedRemove",
        () -> {
          volumes.remove(pod);
          return new Outcome.Done(new Result.Nothing());
        });
  }

  /// Work on files, whose failures are for the user.
  private static Outcome onFiles(String reason, Callable<Outcome> work) {
    try {
      return work.call();
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.Refused(reason, FileMessage.of(e));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// One question, of which containers there are: its version stays what it is while the stream of
  /// its events does not break off. Takes none of the turns that starts wait for: a busy engine is
  /// not away.
  @Override
  public Outcome ask(Duration within) {
    String doing = "asking what it runs";
    return calls.change(
        doing,
        () -> {
          Set<Uid> pods =
              sightings.there(doing, within).stream()
                  .map(listed -> listed.labels().uid())
                  .collect(Collectors.toSet());
          String version = known.version().orElseGet(() -> version(doing, within));
          return new Outcome.Done(new Result.Engine("docker://" + version, pods));
        });
  }

  private String version(String doing, Duration within) {
    int before = known.timesDoubted();
    String version = calls.make(doing, within, () -> docker.versionCmd().exec().getVersion());
    known.version(version, before);
    return version;
  }

  @Override
  public void onEvent(Consumer<EngineEvent> listener) {
    events.listen(listener);
  }

  @Override
  public Logs logs(LogRequest request) {
    return logs.open(request);
  }

  /// Lets the engine go; containers stay as they are.
  @Override
  public void close() throws IOException {
    events.close();
    docker.close();
  }
}
