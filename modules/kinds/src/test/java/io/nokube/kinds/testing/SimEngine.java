package io.nokube.kinds.testing;

import io.nokube.actor.Action;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A container engine that is a map. Does what an action says at once; one name is one container,
/// as in Docker.
public final class SimEngine {
  private final Map<ContainerId, SeenContainer> containers = new LinkedHashMap<>();
  private int made;
  private Instant now = Things.T0;

  public void at(Instant now) {
    this.now = now;
  }

  public List<SeenContainer> all() {
    return List.copyOf(containers.values());
  }

  public List<SeenContainer> running() {
    return all().stream().filter(SimEngine::runs).toList();
  }

  private static boolean runs(SeenContainer seen) {
    return seen.state() instanceof State.Running;
  }

  public Outcome apply(Action action) {
    return switch (action) {
      case Action.Find(OwnershipPath path) ->
          new Outcome.Done(
              new Result.Containers(
                  all().stream().filter(it -> it.path().isAtOrBelow(path)).toList()));
      case Action.Pull pull -> new Outcome.Done(new Result.Image("sha256:image", ""));
      case Action.Start(ContainerPlan plan) ->
          made(plan.path(), plan.pod().uid(), false, plan.specHash(), plan.attempt());
      case Action.StartSandbox(SandboxPlan plan) ->
          made(plan.pod().path(), plan.pod().uid(), true, "", 0);
      case Action.Stop stop -> {
        kill(stop.container(), 143);
        yield done();
      }
      case Action.RemoveContainer remove -> remove(remove.container());
      case Action.Mount it -> done();
      case Action.RemoveFolder it -> done();
      case Action.AskEngine it ->
          new Outcome.Done(
              new Result.Engine(
                  "sim://1",
                  all().stream().map(SeenContainer::podUid).collect(Collectors.toSet())));
      case Action.Create it -> done();
      case Action.Update it -> done();
      case Action.Delete it -> done();
      case Action.Evict it -> done();
      case Action.Remove it -> done();
    };
  }

  private static Outcome done() {
    return new Outcome.Done(new Result.Nothing());
  }

  private Outcome made(OwnershipPath path, Uid uid, boolean sandbox, String hash, int attempt) {
    Optional<SeenContainer> sameName =
        all().stream()
            .filter(it -> it.path().equals(path) && it.podUid().equals(uid))
            .filter(it -> it.sandbox() == sandbox && it.attempt() == attempt)
            .findFirst();
    if (sameName.filter(SimEngine::runs).filter(it -> it.specHash().equals(hash)).isPresent()) {
      return new Outcome.Done(new Result.Containers(List.of(sameName.get())));
    }
    sameName.ifPresent(it -> containers.remove(it.id()));
    SeenContainer fresh =
        new SeenContainer(
            new ContainerId("c" + made++),
            path,
            uid,
            sandbox,
            hash,
            attempt,
            "sha256:image",
            "10.0.0.7",
            new State.Running(now));
    containers.put(fresh.id(), fresh);
    return new Outcome.Done(new Result.Containers(List.of(fresh)));
  }

  /// Ends a container that runs.
  ///
  /// @return whether it ran
  public boolean kill(ContainerId id, int exitCode) {
    SeenContainer it = containers.get(id);
    if (it == null || !(it.state() instanceof State.Running running)) {
      return false;
    }
    State ended = new State.Exited(exitCode, false, "", running.startedAt(), now);
    containers.put(
        id,
        new SeenContainer(
            id,
            it.path(),
            it.podUid(),
            it.sandbox(),
            it.specHash(),
            it.attempt(),
            it.imageId(),
            it.ip(),
            ended));
    return true;
  }

  private Outcome remove(ContainerId id) {
    SeenContainer it = containers.get(id);
    if (it != null && runs(it)) {
      return new Outcome.Refused("Conflict", "it runs");
    }
    containers.remove(id);
    return done();
  }

  /// As a stranger's `docker rm -f`.
  public void removeByForce(ContainerId id) {
    containers.remove(id);
  }

  /// Lives of one container, oldest first.
  public List<SeenContainer> lives(OwnershipPath path) {
    return new ArrayList<>(all().stream().filter(it -> it.path().equals(path)).toList());
  }
}
