package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A Kubernetes Table as kubectl prints it: columns three blanks apart.
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(header);
  }

  void row(List<String> cells) {
    rows.add(cells);
  }

  /// @param wide with the columns of lower priority
  static Table of(JsonNode table, boolean wide, boolean namespaces, boolean labels) {
    List<Integer> shown = new ArrayList<>();
    List<String> header = new ArrayList<>();
    if (namespaces) {
      header.add("NAMESPACE");
    }
    JsonNode columns = table.path("columnDefinitions");
    for (int i = 0; i < columns.size(); i++) {
      if (wide || columns.get(i).path("priority").asInt() == 0) {
        shown.add(i);
        header.add(columns.get(i).path("name").asText().toUpperCase(Locale.ROOT));
      }
    }
    if (labels) {
      header.add("LABELS");
    }
    Table result = new Table(header);
    for (JsonNode row : table.path("rows")) {
      List<String> cells = new ArrayList<>();
      if (namespaces) {
        cells.add(row.path("object").path("metadata").path("namespace").asText());
      }
      shown.forEach(i -> cells.add(row.path("cells").path(i).asText()));
      if (labels) {
        List<String> pairs = new ArrayList<>();
        row.path("object")
            .path("metadata")
            .path("labels")
            .properties()
            .forEach(label -> pairs.add(label.getKey() + "=" + label.getValue().asText()));
        cells.add(pairs.isEmpty() ? "<none>" : String.join(",", pairs));
      }
      result.row(cells);
    }
    return result;
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        if (i < columns - 1) {
          line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
