package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import java.time.Instant;
import java.util.List;

/// Kubernetes' `Table`: what `kubectl get` prints.
final class Tables {
  private Tables() {}

  /// @param includeObject `None`, `Metadata` or `Object`: what each row carries besides its cells
  static ObjectNode of(
      ResourceType type,
      List<? extends KubeObject> objects,
      Revision revision,
      String includeObject,
      Instant now) {
    ObjectNode table = Json.MAPPER.createObjectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").put("resourceVersion", revision.resourceVersion());
    List<Column> columns = Columns.of(type);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.number() ? "integer" : "string")
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", "")
          .put("priority", column.wide() ? 1 : 0);
    }
    ArrayNode rows = table.putArray("rows");
    for (KubeObject object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      for (Column column : columns) {
        String cell = column.cell().of(object, now);
        if (column.number()) {
          cells.add(Long.parseLong(cell));
        } else {
          cells.add(cell);
        }
      }
      switch (includeObject) {
        case "Object" -> row.set("object", Json.tree(object));
        case "None" -> {}
        default -> row.set("object", metadata(object));
      }
    }
    return table;
  }

  private static ObjectNode metadata(KubeObject object) {
    ObjectNode partial = Json.MAPPER.createObjectNode();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", Json.MAPPER.valueToTree(object.metadata()));
    return partial;
  }

  /// @param wide only with `-o wide`
  record Column(String name, boolean number, boolean wide, Cell cell) {}

  interface Cell {
    String of(KubeObject object, Instant now);
  }
}
