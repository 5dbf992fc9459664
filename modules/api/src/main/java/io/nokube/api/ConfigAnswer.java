package io.nokube.api;

import io.nokube.actor.port.Read;
import io.nokube.api.ConfigStore.Config;
import io.nokube.api.ConfigStore.Replaced;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// `GET` and `PUT /nokube/v1/config`: the cluster's accepted configuration, as text. Blocks.
final class ConfigAnswer {
  private final ConfigStore store;

  ConfigAnswer(ConfigStore store) {
    this.store = store;
  }

  Answer get() {
    return switch (store.read()) {
      case Read.Found<Config>(Config config, Revision at) -> Answer.text(config.text());
      case Read.Absent<Config> absent ->
          Status.failure(404, "NotFound", "the cluster has no stored configuration yet");
      case Read.Unavailable<Config>(String why) ->
          Status.unavailable("read the cluster's configuration", why);
    };
  }

  /// Writes nothing if the text is stored already.
  Answer put(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Status.failure(400, "BadRequest", "the configuration is not UTF-8");
    }
    if (text.isBlank()) {
      return Status.failure(400, "BadRequest", "the body is empty: send the configuration's text");
    }
    return switch (store.read()) {
      case Read.Found<Config>(Config config, Revision at) ->
          config.text().equals(text) ? changed(false) : replace(text, config.revision());
      case Read.Absent<Config> absent -> replace(text, Revision.NONE);
      case Read.Unavailable<Config>(String why) ->
          Status.unavailable("read the cluster's configuration", why);
    };
  }

  private Answer replace(String text, Revision basedOn) {
    return switch (store.replace(text, basedOn)) {
      case Replaced.Yes yes -> changed(true);
      case Replaced.Changed changed ->
          Status.failure(
              409,
              "Conflict",
              "somebody else has replaced the cluster's configuration meanwhile; read it again");
      case Replaced.Refused(String why) ->
          Status.failure(
              503, "ServiceUnavailable", "the cluster's configuration was not stored: " + why);
      case Replaced.Unknown(String why) ->
          Status.failure(
              504,
              "Timeout",
              "it is unknown whether the cluster's configuration was stored: contact with the store broke (%s); read it again to know"
                  .formatted(why));
    };
  }

  private static Answer changed(boolean changed) {
    return Answer.json(200, Json.MAPPER.createObjectNode().put("changed", changed));
  }
}
