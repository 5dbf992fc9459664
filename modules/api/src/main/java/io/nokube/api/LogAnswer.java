package io.nokube.api;

import io.nokube.actor.port.NodeLogs;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.core.Container;
import io.nokube.model.core.Pod;
import java.util.List;
import java.util.function.Function;

/// `GET …/pods/<name>/log`: finds whose log is meant and opens it on the pod's node. Blocks.
final class LogAnswer {
  private final ObjectStore store;
  private final NodeLogs logs;
  private final Function<Pod, OwnershipPath> path;

  /// @param path the ownership path of a pod
  LogAnswer(ObjectStore store, NodeLogs logs, Function<Pod, OwnershipPath> path) {
    this.store = store;
    this.logs = logs;
    this.path = path;
  }

  /// An open log, or why there is none.
  sealed interface Opened {
    record Reading(Logs.Open log) implements Opened {}

    record No(Answer answer) implements Opened {}
  }

  Opened open(ObjectKey key, Query query) {
    return switch (store.get(key)) {
      case Read.Found<KubeObject>(Pod pod, Revision at) -> open(pod, query);
      case Read.Found<KubeObject> other -> throw new IllegalStateException(key + " is no pod");
      case Read.Absent<KubeObject> absent -> new Opened.No(Status.notFound(key));
      case Read.Unavailable<KubeObject>(String why) ->
          new Opened.No(Status.unavailable("read " + key, why));
    };
  }

  private Opened open(Pod pod, Query query) {
    List<String> names = pod.spec().containers().stream().map(Container::name).toList();
    String wanted = query.text("container");
    String name = pod.metadata().name();
    if (wanted.isEmpty() && names.size() > 1) {
      return no(
          400,
          "BadRequest",
          "a container name must be specified for pod %s, choose one of: %s"
              .formatted(name, names));
    }
    String container = wanted.isEmpty() ? names.getFirst() : wanted;
    if (!names.contains(container)) {
      return no(
          400, "BadRequest", "container %s is not valid for pod %s".formatted(container, name));
    }
    if (pod.spec().nodeName().isEmpty()) {
      return no(400, "BadRequest", "pod %s has no node yet, so it has no log".formatted(name));
    }
    LogRequest request =
        new LogRequest(
            path.apply(pod).child("container", container),
            query.flag("follow"),
            query.flag("previous"),
            query.flag("timestamps"),
            query.number("tailLines"),
            query.number("sinceSeconds"),
            query.number("limitBytes"));
    return switch (logs.open(pod.spec().nodeName().get(), request)) {
      case Logs.None(String why) -> no(400, "BadRequest", why);
      case Logs.Open open -> new Opened.Reading(open);
    };
  }

  private static Opened no(int code, String reason, String message) {
    return new Opened.No(Status.failure(code, reason, message));
  }
}
