package io.nokube.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Docker's answers as what actors see.
final class Seen {
  private static final Instant NEVER = Instant.EPOCH;

  private Seen() {}

  static SeenContainer of(Labels labels, InspectContainerResponse shown) {
    var settings = shown.getNetworkSettings();
    return container(
        labels,
        shown.getId(),
        Objects.requireNonNullElse(shown.getImageId(), ""),
        settings == null ? "" : ip(settings.getNetworks()),
        state(shown.getState()));
  }

  /// One that runs, of which the list tells all but since when.
  static SeenContainer running(Labels labels, Container listed, Instant startedAt) {
    var settings = listed.getNetworkSettings();
    return container(
        labels,
        listed.getId(),
        Objects.requireNonNullElse(listed.getImageId(), ""),
        settings == null ? "" : ip(settings.getNetworks()),
        new SeenContainer.State.Running(startedAt));
  }

  static SeenContainer container(
      Labels labels, String id, String imageId, String ip, SeenContainer.State state) {
    return new SeenContainer(
        new ContainerId(id),
        labels.path(),
        labels.uid(),
        labels.sandbox(),
        labels.specHash(),
        labels.attempt(),
        imageId,
        ip,
        state);
  }

  private static String ip(Map<String, ContainerNetwork> networks) {
    return networks == null
        ? ""
        : networks.values().stream()
            .map(ContainerNetwork::getIpAddress)
            .filter(address -> address != null && !address.isEmpty())
            .findFirst()
            .orElse("");
  }

  static SeenContainer.State state(InspectContainerResponse.ContainerState shown) {
    Instant started = instant(shown.getStartedAt());
    if (isTrue(shown.getRunning())) {
      return new SeenContainer.State.Running(started);
    }
    String error = Objects.requireNonNullElse(shown.getError(), "");
    long exit = Objects.requireNonNullElse(shown.getExitCodeLong(), 0L);
    if ("created".equals(shown.getStatus()) && error.isEmpty() && exit == 0) {
      return new SeenContainer.State.Created();
    }
    // Docker takes the time of a start after it, so a very short life seems to end before it began.
    Instant finished = instant(shown.getFinishedAt());
    return new SeenContainer.State.Exited(
        Math.toIntExact(exit),
        isTrue(shown.getOOMKilled()),
        EngineMessage.plain(error),
        started.isAfter(finished) ? finished : started,
        finished);
  }

  private static boolean isTrue(Boolean shown) {
    return Boolean.TRUE.equals(shown);
  }

  /// Docker says year 1 for never.
  private static Instant instant(String shown) {
    return Optional.ofNullable(shown)
        .filter(text -> !text.startsWith("0001"))
        .map(Instant::parse)
        .orElse(NEVER);
  }
}
