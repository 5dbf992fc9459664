package io.nokube.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.RequestFields;
import java.util.ArrayList;
import java.util.List;

/// How a Docker engine shall be set: what of its `daemon.json` is ours.
///
/// @param liveRestore whether containers outlive the engine's end
/// @param mirrors asked for images before Docker Hub is; empty: whatever is set
public record EngineSettings(boolean liveRestore, List<String> mirrors) {

  static final String LIVE_RESTORE = "live-restore";
  static final String MIRRORS = "registry-mirrors";

  static EngineSettings read(RequestFields fields) {
    return new EngineSettings(fields.flag("liveRestore"), fields.texts("mirrors"));
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("liveRestore", liveRestore);
    mirrors.forEach(json.putArray("mirrors")::add);
    return json;
  }

  /// What `daemon.json` becomes.
  ///
  /// @param changes what is another then, and what it was before, in words; empty: nothing
  record Merge(ObjectNode after, List<String> changes) {}

  /// All other settings stay as they are.
  Merge into(ObjectNode before) {
    var after = before.deepCopy();
    var changes = new ArrayList<String>();
    set(after, LIVE_RESTORE, JsonNodeFactory.instance.booleanNode(liveRestore), changes);
    if (!mirrors.isEmpty()) {
      var array = JsonNodeFactory.instance.arrayNode();
      mirrors.forEach(array::add);
      set(after, MIRRORS, array, changes);
    }
    return new Merge(after, List.copyOf(changes));
  }

  private static void set(ObjectNode json, String key, JsonNode value, List<String> changes) {
    var before = json.path(key);
    if (!before.equals(value)) {
      changes.add(
          before.isMissingNode()
              ? "%s is %s".formatted(key, value)
              : "%s is %s (it was %s)".formatted(key, value, before));
      json.set(key, value);
    }
  }

  /// Whether an engine that runs has them.
  ///
  /// @param info what it says of itself
  boolean areIn(JsonNode info) {
    var has = new ArrayList<String>();
    info.path("RegistryConfig").path("Mirrors").forEach(mirror -> has.add(plain(mirror.asText())));
    return info.path("LiveRestoreEnabled").asBoolean() == liveRestore
        && (mirrors.isEmpty() || has.equals(mirrors.stream().map(EngineSettings::plain).toList()));
  }

  /// The engine writes a slash at the end of each.
  static String plain(String mirror) {
    return mirror.endsWith("/") ? mirror.substring(0, mirror.length() - 1) : mirror;
  }
}
