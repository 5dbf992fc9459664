package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.Write;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.json.Json;
import java.util.List;

/// Kubernetes' `Status` object: how the API says no.
final class Status {
  private Status() {}

  /// One cause of a refusal, as `details.causes` carries it.
  record Cause(String reason, String field, String message) {}

  static Answer failure(int code, String reason, String message) {
    return Answer.json(code, body(code, reason, message));
  }

  static Answer notFound(ObjectKey key) {
    return notFound(key.type(), key.name());
  }

  static Answer notFound(ResourceType type, String name) {
    String message = "%s \"%s\" not found".formatted(type.qualifiedPlural(), name);
    return about(404, "NotFound", message, type, name, List.of());
  }

  static Answer unavailable(String what, String why) {
    return failure(
        503,
        "ServiceUnavailable",
        "cannot "
            + what
            + ": the store is not reachable ("
            + why
            + "); nothing was changed, try again");
  }

  /// The answer to a write that was not accepted.
  static Answer refused(ObjectKey key, Write.Refused refused) {
    int code =
        switch (refused.reason()) {
          case NOT_FOUND -> 404;
          case ALREADY_EXISTS, CONFLICT, FENCED, OWNED -> 409;
          case TOO_LARGE -> 413;
          case UNAVAILABLE -> 503;
        };
    String reason =
        code == 503
            ? "ServiceUnavailable"
            : code == 409 && refused.reason() != Write.Reason.ALREADY_EXISTS
                ? "Conflict"
                : refused.reason().word();
    return about(code, reason, refused.message(), key.type(), key.name(), List.of());
  }

  /// The answer to a write of which nobody knows whether it was carried out.
  static Answer unknown(ObjectKey key, String why) {
    return about(
        504,
        "Timeout",
        "it is unknown whether %s was written: contact with the store broke (%s); read it again to know"
            .formatted(key, why),
        key.type(),
        key.name(),
        List.of());
  }

  static Answer invalid(ResourceType type, String name, List<Cause> causes) {
    String what =
        causes.size() == 1
            ? causes.getFirst().field() + ": " + causes.getFirst().message()
            : causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return about(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(kind, name, what), type, name, causes);
  }

  static Answer success(ObjectKey key, String uid) {
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    status
        .putObject("details")
        .put("name", key.name())
        .put("group", key.type().group())
        .put("kind", key.type().plural())
        .put("uid", uid);
    return Answer.json(200, status);
  }

  private static Answer about(
      int code, String reason, String message, ResourceType type, String name, List<Cause> causes) {
    ObjectNode status = body(code, reason, message);
    ObjectNode details =
        status
            .putObject("details")
            .put("name", name)
            .put("group", type.group())
            .put("kind", type.plural());
    if (!causes.isEmpty()) {
      ArrayNode list = details.putArray("causes");
      causes.forEach(cause ->
          list.addObject()
              .put("reason", cause.reason())
              .put("message", cause.message())
              .put("field", cause.field()));
    }
    return Answer.json(code, status);
  }

  static ObjectNode body(int code, String reason, String message) {
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status
        .put("status", "Failure")
        .put("message", message)
        .put("reason", reason)
        .put("code", code);
  }
}
