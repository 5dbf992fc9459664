package io.nokube.containers;

import com.github.dockerjava.api.exception.DockerException;
import io.nokube.actor.Outcome;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Calls of the engine, each with a deadline. docker-java's own timeouts do nothing on a Unix
/// socket, so each call runs on a virtual thread of its own that is interrupted when it is late,
/// which closes its connection.
final class Calls {
  private final EngineSettings settings;

  Calls(EngineSettings settings) {
    this.settings = settings;
  }

  /// Makes a call.
  ///
  /// @param doing for messages: `starting container web`
  /// @throws DockerException if the engine says no
  /// @throws EngineAway if it says nothing
  <T> T make(String doing, Callable<T> call) {
    return make(doing, settings.callDeadline(), call);
  }

  <T> T make(String doing, Duration deadline, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().name("docker: " + doing).start(task);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EngineAway(
          doing + ": Docker at " + settings.docker() + " did not answer within " + deadline,
          true,
          e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new EngineAway(doing + ": interrupted while waiting for Docker", true, e);
    } catch (ExecutionException e) {
      throw failure(doing, e.getCause() == null ? e : e.getCause());
    }
  }

  /// What a call failed with: the engine's own word, or that it has none.
  RuntimeException failure(String doing, Throwable cause) {
    return switch (cause) {
      case DockerException no -> no;
      case EngineAway away -> away;
      case Error error -> throw error;
      default -> away(doing, cause);
    };
  }

  private EngineAway away(String doing, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    boolean neverConnected =
        root instanceof ConnectException
            || why.contains("Connection refused")
            || why.contains("No such file or directory")
            || why.contains("Permission denied");
    return new EngineAway(
        doing
            + ": Docker does not answer at "
            + settings.docker()
            + " ("
            + why
            + "); see whether the Docker engine is running on this node",
        !neverConnected,
        cause);
  }

  /// What a call that changes something comes to when the engine fails it.
  Outcome change(String doing, Supplier<Outcome> call) {
    try {
      return call.get();
    } catch (EngineAway away) {
      String why = String.valueOf(away.getMessage());
      return away.sent() ? new Outcome.Unknown(why) : new Outcome.Refused("Unavailable", why);
    } catch (DockerException no) {
      return new Outcome.Refused("EngineError", doing + ": " + EngineMessage.of(no));
    }
  }

  /// What a call that may be repeated at will comes to when the engine fails it.
  Outcome read(String doing, Supplier<Outcome> call) {
    Outcome outcome = change(doing, call);
    return outcome instanceof Outcome.Unknown(String why)
        ? new Outcome.Refused("Unavailable", why)
        : outcome;
  }
}
