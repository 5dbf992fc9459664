package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.Read;
import io.nokube.api.Query.Shape;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.apps.Deployment;
import io.nokube.model.json.Json;
import java.time.InstantSource;
import java.util.List;

/// GET of one object, its scale, or a list. Blocks: called on virtual threads.
final class ObjectReads {
  private final ObjectStore store;
  private final InstantSource clock;

  ObjectReads(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  Answer get(ObjectKey key, Query query) {
    return switch (store.get(key)) {
      case Read.Found<KubeObject>(KubeObject object, Revision at) -> shown(object, at, query);
      case Read.Absent<KubeObject> absent -> Status.notFound(key);
      case Read.Unavailable<KubeObject>(String why) -> Status.unavailable("read " + key, why);
    };
  }

  Answer scale(ObjectKey key) {
    return switch (store.get(key)) {
      case Read.Found<KubeObject>(Deployment deployment, Revision at) ->
          Answer.json(200, Scale.of(deployment));
      case Read.Found<KubeObject> other ->
          Status.failure(404, "NotFound", key.type() + " have no scale");
      case Read.Absent<KubeObject> absent -> Status.notFound(key);
      case Read.Unavailable<KubeObject>(String why) -> Status.unavailable("read " + key, why);
    };
  }

  Answer list(ResourceType type, String namespace, Query query) {
    return switch (store.list(type, namespace)) {
      case Read.Found<Listing>(Listing listing, Revision at) -> listed(type, listing, query);
      case Read.Absent<Listing>(Revision at) -> listed(type, new Listing(List.of(), at), query);
      case Read.Unavailable<Listing>(String why) -> Status.unavailable("list " + type, why);
    };
  }

  private Answer shown(KubeObject object, Revision at, Query query) {
    return switch (query.shape()) {
      case Shape.Objects objects -> Answer.object(200, object);
      case Shape.Table(String include) ->
          Answer.json(200, Tables.of(object.type(), List.of(object), at, include, clock.instant()));
    };
  }

  private Answer listed(ResourceType type, Listing listing, Query query) {
    List<KubeObject> items = listing.items().stream().filter(query::selects).toList();
    return switch (query.shape()) {
      case Shape.Objects objects -> {
        ObjectNode list = Json.MAPPER.createObjectNode();
        list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", listing.revision().resourceVersion());
        ArrayNode array = list.putArray("items");
        items.forEach(item -> array.addPOJO(item));
        yield Answer.json(200, list);
      }
      case Shape.Table(String include) ->
          Answer.json(200, Tables.of(type, items, listing.revision(), include, clock.instant()));
    };
  }
}
