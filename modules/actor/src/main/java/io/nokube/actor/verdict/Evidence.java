package io.nokube.actor.verdict;

import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.Revision;
import java.time.Duration;
import java.util.Optional;

/// What else is known of a parent that holds no record.
public sealed interface Evidence {
  /// Its object is there: it will be run again.
  record ObjectThere() implements Evidence {}

  /// Its object was read as deleted, or as another of the same name.
  record ObjectDeleted(Revision readAt) implements Evidence {}

  record NotRead(String why) implements Evidence {}

  /// No object stands for it; how long nobody has been it, and how long that may be.
  ///
  /// @param grace empty: for ever
  record Unheld(Absence absence, Optional<Duration> grace) implements Evidence {}

  /// What a read of the owner's key says.
  static Evidence of(Owner owner, Read<KubeObject> read) {
    return switch (read) {
      case Read.Found<KubeObject>(var found, var readAt) ->
          found.metadata().uid().equals(owner.uid())
              ? new ObjectThere()
              : new ObjectDeleted(readAt);
      case Read.Absent<KubeObject>(var readAt) -> new ObjectDeleted(readAt);
      case Read.Unavailable<KubeObject>(var why) -> new NotRead(why);
    };
  }
}
