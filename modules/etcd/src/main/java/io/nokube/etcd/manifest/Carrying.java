package io.nokube.etcd.manifest;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.etcd.manifest.ManifestPlan.Put;
import io.nokube.etcd.manifest.ManifestStatus.Result;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries out what a plan decided, under the leader's fence.
record Carrying(ObjectStore store, Fence fence) {

  /// What became of one write.
  sealed interface End {
    record Done(Result result) implements End {}

    record Refused(String why) implements End {}

    /// What the plan was based on has changed.
    record Outdated(String why) implements End {}

    /// Not known, or not possible now.
    record Unknown(String why) implements End {}

    record Deposed() implements End {}
  }

  /// Type by type, those of one type at once. After a type of which one can't be done, the rest
  /// isn't tried.
  List<End> puts(List<Put> puts) {
    List<End> ends = new ArrayList<>();
    for (ResourceType type : ResourceType.BUILT_IN) {
      List<Put> group = puts.stream().filter(put -> put.object().type().equals(type)).toList();
      if (!group.isEmpty() && ends.stream().allMatch(End.Done.class::isInstance)) {
        ends.addAll(Several.atOnce(group, this::put));
      }
    }
    return ends;
  }

  private End put(Put put) {
    Write write =
        put.there().isEmpty()
            ? store.create(put.object(), fence)
            : store.update(put.object(), fence);
    return switch (write) {
      case Write.Accepted(KubeObject stored) -> new End.Done(result(put.there(), stored));
      case Write.Refused(Write.Reason reason, String message) -> refused(reason, message);
      case Write.Unknown(String why) -> new End.Unknown(why);
    };
  }

  private static Result result(Optional<KubeObject> there, KubeObject stored) {
    return there
        .map(before ->
            before.metadata().resourceVersion().equals(stored.metadata().resourceVersion())
                ? Result.UNCHANGED
                : Result.CONFIGURED)
        .orElse(Result.CREATED);
  }

  private static End refused(Write.Reason reason, String message) {
    return switch (reason) {
      case NOT_FOUND, ALREADY_EXISTS, CONFLICT -> new End.Outdated(message);
      case FENCED -> new End.Deposed();
      case UNAVAILABLE -> new End.Unknown(message);
      case TOO_LARGE, OWNED -> new End.Refused(message);
    };
  }

  /// Deletes what still is the path's; an object that has another owner now stays.
  End prune(String path, ObjectKey key) {
    return switch (store.get(key)) {
      case Read.Found<KubeObject>(KubeObject object, var at) ->
          Ownership.isOf(path, object)
              ? deleted(store.delete(key, object.metadata().uid(), Optional.empty(), fence))
              : new End.Done(Result.UNCHANGED);
      case Read.Absent<KubeObject> absent -> new End.Done(Result.UNCHANGED);
      case Read.Unavailable<KubeObject>(String why) -> new End.Unknown(why);
    };
  }

  private static End deleted(Write write) {
    return switch (write) {
      case Write.Accepted accepted -> new End.Done(Result.CONFIGURED);
      case Write.Refused(Write.Reason reason, String message) ->
          switch (reason) {
            case NOT_FOUND -> new End.Done(Result.UNCHANGED);
            case FENCED -> new End.Deposed();
            case ALREADY_EXISTS, CONFLICT, UNAVAILABLE, TOO_LARGE, OWNED ->
                new End.Unknown(message);
          };
      case Write.Unknown(String why) -> new End.Unknown(why);
    };
  }
}
