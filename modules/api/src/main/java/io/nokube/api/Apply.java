package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.api.ManifestReader.Text;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.SystemNamespace;
import io.nokube.model.json.Json;
import java.util.List;

/// `POST /nokube/v1/apply`: a whole manifest at once. One bad document and nothing is written; the
/// first write that isn't accepted ends it, and the rest are named as not tried. Blocks.
final class Apply {
  /// Names the key of the manifests prefix that owns an object.
  static final String MANIFEST = "nokube.io/manifest";

  private static final Fence USER = new Fence.User();
  private final ObjectStore store;
  private final ManifestReader reader;

  Apply(ObjectStore store, ManifestReader reader) {
    this.store = store;
    this.reader = reader;
  }

  Answer apply(String source, byte[] text, String namespace, boolean dryRun) {
    return switch (reader.read(source, text, namespace)) {
      case Text.Bad(List<String> problems) -> refused(422, problems);
      case Text.Good(List<KubeObject> objects) -> {
        List<String> systems =
            objects.stream()
                .flatMap(object -> SystemNamespace.refusal(object.key()).stream())
                .toList();
        yield systems.isEmpty() ? apply(namespacesFirst(objects), dryRun) : refused(403, systems);
      }
    };
  }

  private static Answer refused(int code, List<String> problems) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode list = body.putArray("problems");
    problems.forEach(list::add);
    return Answer.json(code, body);
  }

  private static List<KubeObject> namespacesFirst(List<KubeObject> objects) {
    return objects.stream()
        .sorted(
            java.util.Comparator.comparing(object -> !object.type().equals(ResourceType.NAMESPACE)))
        .toList();
  }

  private Answer apply(List<KubeObject> objects, boolean dryRun) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode results = body.putArray("results");
    int code = 200;
    for (KubeObject object : objects) {
      ObjectNode result =
          results
              .addObject()
              .put("kind", object.kind())
              .put("apiVersion", object.apiVersion())
              .put("namespace", object.metadata().namespace())
              .put("name", object.metadata().name());
      if (code != 200) {
        result.put("result", "not tried");
      } else if (dryRun) {
        result.put("result", "valid");
      } else {
        code = report(result, applyOne(object));
      }
    }
    return Answer.json(code, body);
  }

  /// What became of one object.
  private sealed interface Applied {
    record Stored(String word) implements Applied {}

    record Not(int code, String word, String message) implements Applied {}
  }

  private static int report(ObjectNode result, Applied applied) {
    return switch (applied) {
      case Applied.Stored(String word) -> {
        result.put("result", word);
        yield 200;
      }
      case Applied.Not(int code, String word, String message) -> {
        result.put("result", word).put("message", message);
        yield code;
      }
    };
  }

  private Applied applyOne(KubeObject object) {
    return switch (store.get(object.key())) {
      case Read.Absent<KubeObject> absent -> applied("created", store.create(object, USER));
      case Read.Found<KubeObject>(KubeObject there, Revision at) -> update(object, there);
      case Read.Unavailable<KubeObject>(String why) ->
          new Applied.Not(
              503, "refused", "the store is not reachable (" + why + "); nothing was changed");
    };
  }

  private Applied update(KubeObject object, KubeObject there) {
    String owner = there.metadata().annotations().get(MANIFEST);
    if (owner != null) {
      return new Applied.Not(
          409,
          "refused",
          "it is owned by the manifest key %s: change it there, or delete that key first"
              .formatted(owner));
    }
    Revision before = there.metadata().resourceVersion();
    KubeObject based = object.withMetadata(object.metadata().withResourceVersion(before));
    return switch (store.update(based, USER)) {
      case Write.Accepted(KubeObject stored)
          when stored.metadata().resourceVersion().equals(before) ->
          new Applied.Stored("unchanged");
      case Write write -> applied("configured", write);
    };
  }

  private static Applied applied(String word, Write write) {
    return switch (write) {
      case Write.Accepted accepted -> new Applied.Stored(word);
      case Write.Refused(Write.Reason reason, String message) ->
          new Applied.Not(reason == Write.Reason.UNAVAILABLE ? 503 : 409, "refused", message);
      case Write.Unknown(String why) ->
          new Applied.Not(
              504,
              "unknown",
              "contact with the store broke (%s): it may or may not have been written; apply again"
                  .formatted(why));
    };
  }
}
