package io.nokube.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.api.ObjectReader.Reading;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.SystemNamespace;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// POST, PUT and DELETE. Blocks: called on virtual threads.
final class ObjectWrites {
  private static final Fence USER = new Fence.User();
  private final ObjectStore store;
  private final ObjectReader reader;

  ObjectWrites(ObjectStore store, ObjectReader reader) {
    this.store = store;
    this.reader = reader;
  }

  Answer create(ResourceType type, String namespace, byte[] body) {
    return read(
        type, namespace, "", body, object -> answer(object.key(), 201, store.create(object, USER)));
  }

  Answer update(ObjectKey key, byte[] body) {
    return read(
        key.type(),
        key.namespace(),
        key.name(),
        body,
        object -> answer(key, 200, store.update(object, USER)));
  }

  Answer updateStatus(ObjectKey key, byte[] body) {
    KubeObject object = Json.read(body, key.type().record());
    if (!object.metadata().name().equals(key.name())) {
      return Status.failure(400, "BadRequest", "the object in the body is not " + key);
    }
    KubeObject placed = object.withMetadata(object.metadata().withNamespace(key.namespace()));
    return systemRefusal(key).orElseGet(() -> answer(key, 200, store.updateStatus(placed, USER)));
  }

  Answer updateScale(ObjectKey key, byte[] body) {
    OptionalInt wanted = Scale.wanted(tree(body));
    if (wanted.isEmpty()) {
      return Status.failure(400, "BadRequest", "spec.replicas: write a whole number of at least 0");
    }
    Optional<Answer> refusal = systemRefusal(key);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (store.get(key)) {
      case Read.Found<KubeObject>(Deployment deployment, Revision at) -> {
        Deployment scaled =
            new Deployment(
                deployment.metadata(),
                deployment.spec().withReplicas(wanted.getAsInt()),
                deployment.status());
        yield switch (store.update(scaled, USER)) {
          case Write.Accepted(Deployment stored) -> Answer.json(200, Scale.of(stored));
          case Write.Accepted other ->
              throw new IllegalStateException("a Deployment became " + other.object().kind());
          case Write.Refused refused -> Status.refused(key, refused);
          case Write.Unknown(String why) -> Status.unknown(key, why);
        };
      }
      case Read.Found<KubeObject> other ->
          Status.failure(404, "NotFound", key.type() + " have no scale");
      case Read.Absent<KubeObject> absent -> Status.notFound(key);
      case Read.Unavailable<KubeObject>(String why) -> Status.unavailable("scale " + key, why);
    };
  }

  Answer delete(ObjectKey key, Query query, byte[] body) {
    Optional<Answer> refusal = systemRefusal(key).or(() -> defaultRefusal(key));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    JsonNode options = body.length == 0 ? Json.MAPPER.createObjectNode() : tree(body);
    long seconds = query.number("gracePeriodSeconds");
    if (seconds < 0 && options.path("gracePeriodSeconds").isIntegralNumber()) {
      seconds = options.path("gracePeriodSeconds").longValue();
    }
    Optional<Duration> grace =
        seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    Uid uid = new Uid(options.path("preconditions").path("uid").asText(""));
    return switch (store.delete(key, uid, grace, USER)) {
      case Write.Accepted(KubeObject object) ->
          object.metadata().isDeleting()
              ? Answer.object(200, object)
              : Status.success(key, object.metadata().uid().text());
      case Write.Refused refused -> Status.refused(key, refused);
      case Write.Unknown(String why) -> Status.unknown(key, why);
    };
  }

  private Answer read(
      ResourceType type,
      String namespace,
      String name,
      byte[] body,
      Function<KubeObject, Answer> write) {
    return switch (reader.read(type, namespace, body)) {
      case Reading.Unreadable(String why) -> Status.failure(400, "BadRequest", why);
      case Reading.Bad bad -> Status.invalid(type, bad.name(), bad.causes());
      case Reading.Good(KubeObject object) -> {
        ObjectMeta meta = object.metadata();
        if (!meta.namespace().isEmpty() && !meta.namespace().equals(namespace)) {
          yield Status.failure(
              400,
              "BadRequest",
              "the namespace of the provided object does not match the namespace sent on the request");
        }
        if (!name.isEmpty() && !meta.name().equals(name)) {
          yield Status.failure(
              400,
              "BadRequest",
              "the name of the object (%s) does not match the name on the URL (%s)"
                  .formatted(meta.name(), name));
        }
        KubeObject placed = object.withMetadata(meta.withNamespace(namespace));
        yield systemRefusal(placed.key()).orElseGet(() -> write.apply(placed));
      }
    };
  }

  /// What names no namespace is in it; as in Kubernetes, it stays.
  private static Optional<Answer> defaultRefusal(ObjectKey key) {
    return key.type().equals(ResourceType.NAMESPACE) && key.name().equals("default")
        ? Optional.of(
            Status.failure(
                403,
                "Forbidden",
                "namespaces \"default\" is forbidden: this namespace may not be deleted"))
        : Optional.empty();
  }

  private static Optional<Answer> systemRefusal(ObjectKey key) {
    return SystemNamespace.refusal(key).map(why -> Status.failure(403, "Forbidden", why));
  }

  private static Answer answer(ObjectKey key, int code, Write write) {
    return switch (write) {
      case Write.Accepted(KubeObject object) -> Answer.object(code, object);
      case Write.Refused refused -> Status.refused(key, refused);
      case Write.Unknown(String why) -> Status.unknown(key, why);
    };
  }

  /// @throws IllegalArgumentException if the body is no JSON
  private static JsonNode tree(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
    }
  }
}
