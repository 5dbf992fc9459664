package io.nokube.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.json.Json;
import io.vertx.core.buffer.Buffer;

/// An HTTP answer, whole.
record Answer(int code, String contentType, Buffer body) {
  static final String JSON = "application/json";

  static Answer json(int code, ObjectNode body) {
    return new Answer(code, JSON, Buffer.buffer(Json.write(body)));
  }

  /// An object, as it stands in the store.
  static Answer object(int code, Object body) {
    return new Answer(code, JSON, Buffer.buffer(Json.write(body)));
  }

  static Answer text(String body) {
    return new Answer(200, "text/plain", Buffer.buffer(body));
  }
}
