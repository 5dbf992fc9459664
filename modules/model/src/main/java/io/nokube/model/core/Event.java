package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;
import java.time.Instant;
import java.util.Optional;

/// A Kubernetes Event: what happened to an object, counted while it repeats.
public record Event(
    ObjectMeta metadata,
    ObjectReference involvedObject,
    String reason,
    String message,
    EventSource source,
    Optional<Instant> firstTimestamp,
    Optional<Instant> lastTimestamp,
    int count,
    @JsonProperty("type") String eventType)
    implements KubeObject {
  public Event {
    source = source == null ? new EventSource("", "") : source;
  }

  @Override
  public ResourceType type() {
    return ResourceType.EVENT;
  }

  @Override
  public Event withMetadata(ObjectMeta metadata) {
    return new Event(
        metadata,
        involvedObject,
        reason,
        message,
        source,
        firstTimestamp,
        lastTimestamp,
        count,
        eventType);
  }

  /// @param component which actor's kind said it
  public record EventSource(String component, String host) {}
}
