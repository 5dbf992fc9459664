package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds our containers by their labels: one call, and one more for each whose state the list does
/// not tell (it ended, or this process sees it for the first time).
final class Sightings {
  private final DockerClient docker;
  private final Calls calls;
  private final EngineSettings settings;
  private final Known known;

  Sightings(DockerClient docker, Calls calls, EngineSettings settings, Known known) {
    this.docker = docker;
    this.calls = calls;
    this.settings = settings;
    this.known = known;
  }

  record Listed(Labels labels, Container container) {
    ContainerId id() {
      return new ContainerId(container.getId());
    }

    boolean goes() {
      return "removing".equals(container.getState());
    }
  }

  /// All at or below a path, in no order.
  List<SeenContainer> find(OwnershipPath path) {
    if (known.none(path)) {
      return List.of();
    }
    List<SeenContainer> found = new ArrayList<>();
    for (Listed listed : list(path)) {
      see(listed).ifPresent(found::add);
    }
    known.sure(path);
    return found;
  }

  List<Listed> list(OwnershipPath path) {
    return switch (path.kind()) {
      case "container" -> listed("listing " + path, Labels.PATH + "=" + path);
      case "pod" -> listed("listing " + path, Labels.POD_PATH + "=" + path);
      default -> all().stream().filter(found -> found.labels().path().isAtOrBelow(path)).toList();
    };
  }

  List<Listed> all() {
    return listed("listing this node's containers");
  }

  /// All but those that are being removed.
  List<Listed> there(String doing, Duration within) {
    return listed(doing, within).stream().filter(listed -> !listed.goes()).toList();
  }

  private List<Listed> listed(String doing, String... filters) {
    return listed(doing, settings.callDeadline(), filters);
  }

  private List<Listed> listed(String doing, Duration within, String... filters) {
    List<String> labels = new ArrayList<>(Labels.ours(settings));
    labels.addAll(List.of(filters));
    List<Container> containers =
        calls.make(
            doing,
            within,
            () -> docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
    List<Listed> found = new ArrayList<>();
    for (Container container : containers) {
      read(container.getLabels()).ifPresent(ours -> found.add(new Listed(ours, container)));
    }
    return found;
  }

  private Optional<SeenContainer> see(Listed listed) {
    Container container = listed.container();
    if (listed.goes()) {
      return Optional.empty();
    }
    Optional<Instant> since =
        "running".equals(container.getState()) ? known.runningSince(listed.id()) : Optional.empty();
    return since
        .map(start -> Optional.of(Seen.running(listed.labels(), container, start)))
        .orElseGet(() -> inspect(listed.id(), listed.labels()));
  }

  /// Empty if it is gone meanwhile.
  Optional<SeenContainer> inspect(ContainerId id, Labels labels) {
    try {
      SeenContainer seen =
          Seen.of(
              labels,
              calls.make(
                  "looking at " + labels.path(),
                  () -> docker.inspectContainerCmd(id.text()).exec()));
      remember(seen);
      return Optional.of(seen);
    } catch (NotFoundException gone) {
      known.gone(id);
      return Optional.empty();
    }
  }

  void remember(SeenContainer seen) {
    switch (seen.state()) {
      case SeenContainer.State.Running running ->
          known.runs(seen.id(), seen.path(), running.startedAt());
      case SeenContainer.State.Created created -> known.doesNotRun(seen.id(), seen.path());
      case SeenContainer.State.Exited exited -> known.doesNotRun(seen.id(), seen.path());
    }
  }

  /// Whether a container carries our labels; true also if it is gone.
  boolean ours(ContainerId id) {
    if (known.ours(id)) {
      return true;
    }
    try {
      var config =
          calls
              .make("looking at " + id, () -> docker.inspectContainerCmd(id.text()).exec())
              .getConfig();
      return config != null && read(config.getLabels()).isPresent();
    } catch (NotFoundException gone) {
      return true;
    }
  }

  private Optional<Labels> read(Map<String, String> labels) {
    return Labels.read(settings, labels == null ? Map.of() : labels);
  }
}
