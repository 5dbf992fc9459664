package io.nokube.kinds.pod;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.Network;
import io.nokube.kinds.container.Wanted;
import io.nokube.kinds.container.Wanted.Resolution;
import io.nokube.kinds.container.Wanted.Resolution.Blocked;
import io.nokube.kinds.container.Wanted.Resolution.Ready;
import io.nokube.kinds.pod.Fields.Addresses;
import io.nokube.model.core.Container;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a pod wants each of its containers to be, from its spec and what it knows by now.
final class Wishes {
  private static final String CONFIG_ERROR = "CreateContainerConfigError";
  private static final Blocked NOT_YET = new Blocked("ContainerCreating", "");

  private Wishes() {}

  /// Empty while the network isn't known: not even what runs could be recognized.
  static Optional<Wanted> of(Self self, PodLife life, Volumes volumes, Container container) {
    return switch (life.sandbox()) {
      case Sandbox.Unneeded none ->
          Optional.of(
              wanted(self, life, volumes, container, PodNetwork.of(self.pod()), Optional.empty()));
      case Sandbox.Up up ->
          Optional.of(
              wanted(
                  self,
                  life,
                  volumes,
                  container,
                  new Network.Shared(up.id()),
                  Optional.of(up.id())));
      case Sandbox.Looking it -> Optional.empty();
      case Sandbox.Clearing it -> Optional.empty();
      case Sandbox.Starting it -> Optional.empty();
      case Sandbox.Failed it -> Optional.empty();
    };
  }

  private static Wanted wanted(
      Self self,
      PodLife life,
      Volumes volumes,
      Container container,
      Network network,
      Optional<ContainerId> sandbox) {
    String hash = SpecHash.of(self.pod(), container, sandbox);
    return new Wanted(
        hash,
        container.imagePullPolicy(),
        self.pod().spec().restartPolicy(),
        self.grace(),
        resolution(self, life, volumes, container, network, hash));
  }

  private static Resolution resolution(
      Self self, PodLife life, Volumes volumes, Container container, Network network, String hash) {
    Map<String, String> missing = new TreeMap<>(volumes.missing());
    Optional<String> trouble =
        missing.values().stream()
            .findFirst()
            .or(() -> ContainerPlans.userTrouble(self.pod(), container));
    if (trouble.isPresent()) {
      return new Blocked(CONFIG_ERROR, trouble.get());
    }
    Addresses addresses = new Addresses(life.status().hostIP(), Reporting.ip(self, life));
    return switch (Environment.of(self.pod(), container, life.contents(), addresses)) {
      case Environment.Missing it -> new Blocked(CONFIG_ERROR, it.message());
      case Environment.NotYet it -> NOT_YET;
      case Environment.Complete it ->
          !volumes.notYet() && (volumes.plans().isEmpty() || life.mounts().done().isPresent())
              ? new Ready(
                  ContainerPlans.of(
                      self.identity(), self.pod(), container, network, hash, it.variables()))
              : NOT_YET;
    };
  }
}
