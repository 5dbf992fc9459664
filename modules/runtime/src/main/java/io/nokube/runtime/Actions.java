package io.nokube.runtime;

import io.nokube.actor.Action;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/// Carries actions out through the ports, each on a virtual thread, so many of a sort at a time.
/// Those of one step run side by side: who needs an order waits for the outcome.
final class Actions {
  private final Ports ports;
  private final Semaphore writes;
  private final Semaphore starts;
  private final Semaphore pulls;

  Actions(Ports ports, RuntimeSettings settings) {
    this.ports = ports;
    this.writes = new Semaphore(settings.writesAtOnce(), true);
    this.starts = new Semaphore(settings.startsAtOnce(), true);
    this.pulls = new Semaphore(settings.pullsAtOnce(), true);
  }

  /// Answers the actor by [Signal.Performed]. A throw fails the actor.
  void perform(Life life, Action action) {
    life.inFlight().began();
    life.virtually(
        "performing " + action.getClass().getSimpleName(),
        () -> {
          try {
            life.deliver(new Signal.Performed(action, carryOut(life, action)));
          } finally {
            life.inFlight().finished();
          }
        });
  }

  private Outcome carryOut(Life life, Action action) {
    return switch (action) {
      case Action.Create(var object) -> write(life, by -> ports.store().create(object, by));
      case Action.Update(var object) -> write(life, by -> ports.store().update(object, by));
      case Action.Delete(var key, var uid, var grace) ->
          write(life, by -> ports.store().delete(key, uid, grace, by));
      case Action.Evict(var key, var uid, var grace, var node) ->
          write(life, by -> ports.store().evict(key, uid, grace, node, by));
      case Action.Remove(var key, var uid) -> write(life, by -> ports.store().remove(key, uid, by));
      case Action.Find(var path) -> ports.engine().find(path);
      case Action.Pull(var image) -> in(pulls, () -> ports.engine().pull(image));
      case Action.Mount(var pod, var volumes, var fsGroup) ->
          ports.engine().mount(pod, volumes, fsGroup);
      case Action.StartSandbox(var plan) -> in(starts, () -> ports.engine().startSandbox(plan));
      case Action.Start(var plan) -> in(starts, () -> ports.engine().start(plan));
      // Waits for the container's grace: must hold up nobody.
      case Action.Stop(var container, var grace) -> ports.engine().stop(container, grace);
      case Action.RemoveContainer(var container) ->
          in(starts, () -> ports.engine().remove(container));
      case Action.RemoveFolder(var pod) -> ports.engine().removeFolder(pod);
      case Action.AskEngine(var within) -> ports.engine().ask(within);
    };
  }

  private Outcome write(Life life, Function<Fence, Write> call) {
    Write write = in(writes, () -> life.holding().write(call));
    return switch (write) {
      case Write.Accepted(var object) -> new Outcome.Done(new Result.Stored(object));
      case Write.Refused(var reason, var message) -> new Outcome.Refused(reason.word(), message);
      case Write.Unknown(var why) -> new Outcome.Unknown(why);
    };
  }

  private static <T> T in(Semaphore lane, Supplier<T> call) {
    lane.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      lane.release();
    }
  }
}
