package io.nokube.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.nokube.actor.Change;
import io.nokube.actor.port.ObjectStore;
import io.nokube.api.Query.Shape;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.json.Json;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns a watch's changes into Kubernetes' watch events, one line of JSON each. An object that
/// enters the selection is ADDED, one that leaves it DELETED.
final class WatchStream implements ObjectStore.Watcher {
  private final ResourceType type;
  private final Query query;
  private final InstantSource clock;
  private final Consumer<byte[]> line;
  private final Map<ObjectKey, KubeObject> selected = new HashMap<>();
  private final boolean fromStart;
  private final Runnable expired;
  private boolean begun;

  /// @param fromStart whether the watch begins with all that is there
  /// @param expired called when history was lost, so that the client must list anew
  WatchStream(
      ResourceType type,
      Query query,
      boolean fromStart,
      InstantSource clock,
      Consumer<byte[]> line,
      Runnable expired) {
    this.type = type;
    this.query = query;
    this.fromStart = fromStart;
    this.clock = clock;
    this.line = line;
    this.expired = expired;
  }

  @Override
  public void changed(List<Change> changes, boolean complete) {
    if (complete && (begun || !fromStart)) {
      expired.run();
      return;
    }
    begun = true;
    changes.forEach(this::changed);
  }

  private void changed(Change change) {
    switch (change) {
      case Change.Put put -> put(put);
      case Change.Removed removed -> removed(removed);
    }
  }

  private void put(Change.Put put) {
    KubeObject object = put.object();
    if (query.selects(object)) {
      boolean was = selected.put(object.key(), object) != null;
      boolean known = was || (!fromStart && !put.created());
      event(known ? "MODIFIED" : "ADDED", object);
    } else if (selected.remove(object.key()) != null) {
      event("DELETED", object);
    }
  }

  private void removed(Change.Removed removed) {
    Optional<KubeObject> seen = Optional.ofNullable(selected.remove(removed.key()));
    seen.or(() -> removed.last().filter(query::selects))
        .ifPresent(last ->
            event(
                "DELETED",
                last.withMetadata(last.metadata().withResourceVersion(removed.revision()))));
  }

  private void event(String kind, KubeObject object) {
    ObjectNode event = Json.MAPPER.createObjectNode().put("type", kind);
    event.set("object", shown(object));
    byte[] json = Json.write(event);
    byte[] whole = java.util.Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    line.accept(whole);
  }

  private JsonNode shown(KubeObject object) {
    return switch (query.shape()) {
      case Shape.Objects objects -> new POJONode(object);
      case Shape.Table(String include) ->
          Tables.of(
              type, List.of(object), object.metadata().resourceVersion(), include, clock.instant());
    };
  }
}
