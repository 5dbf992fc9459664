package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// JSON as the YAML that people read.
final class Yaml {
  private Yaml() {}

  static String of(JsonNode json) {
    return new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setMultiLineFlow(false)
                .build())
        .dumpToString(plain(json));
  }

  private static Object plain(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      json.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
      return map;
    }
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    return json.isIntegralNumber() ? json.longValue() : json.asText();
  }
}
