package io.nokube.runtime.memory;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.port.PodEngine;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// An engine that does nothing and says what a test scripted; it tells of events on demand.
public final class ScriptedEngine implements PodEngine {
  private static final Outcome NOTHING = new Outcome.Done(new Result.Nothing());

  private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<OwnershipPath, LinkedBlockingQueue<String>> logs = new ConcurrentHashMap<>();
  private final List<OwnershipPath> closedLogs = new CopyOnWriteArrayList<>();
  private volatile Supplier<Outcome> find =
      () -> new Outcome.Done(new Result.Containers(List.of()));

  public void find(Supplier<Outcome> answer) {
    find = answer;
  }

  public void say(EngineEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  /// Gives a container a log; an empty line ends it.
  public void log(OwnershipPath container, String... pieces) {
    logs.computeIfAbsent(container, _ -> new LinkedBlockingQueue<>()).addAll(List.of(pieces));
  }

  public List<OwnershipPath> closedLogs() {
    return List.copyOf(closedLogs);
  }

  @Override
  public Outcome find(OwnershipPath path) {
    return find.get();
  }

  @Override
  public Outcome pull(ImagePlan image) {
    return NOTHING;
  }

  @Override
  public Outcome mount(OwnershipPath pod, List<VolumePlan> volumes, Optional<Long> fsGroup) {
    return NOTHING;
  }

  @Override
  public Outcome startSandbox(SandboxPlan plan) {
    return NOTHING;
  }

  @Override
  public Outcome start(ContainerPlan plan) {
    return NOTHING;
  }

  @Override
  public Outcome stop(ContainerId container, Duration grace) {
    return NOTHING;
  }

  @Override
  public Outcome remove(ContainerId container) {
    return NOTHING;
  }

  @Override
  public Outcome removeFolder(OwnershipPath pod) {
    return NOTHING;
  }

  @Override
  public Outcome ask(Duration within) {
    return new Outcome.Done(new Result.Engine("scripted://1", Set.of()));
  }

  @Override
  public void onEvent(Consumer<EngineEvent> listener) {
    listeners.add(listener);
  }

  @Override
  public Logs logs(LogRequest request) {
    LinkedBlockingQueue<String> pieces = logs.get(request.container());
    return pieces == null
        ? new Logs.None(request.container() + " has no log")
        : new ScriptedLog(request.container(), pieces, closedLogs);
  }

  private record ScriptedLog(
      OwnershipPath container, LinkedBlockingQueue<String> pieces, List<OwnershipPath> closed)
      implements Logs.Open {
    @Override
    public Optional<byte[]> next(Duration wait) {
      try {
        String piece = pieces.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        return piece == null
            ? Optional.of(new byte[0])
            : Optional.of(piece)
                .filter(text -> !text.isEmpty())
                .map(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      closed.add(container);
    }
  }
}
