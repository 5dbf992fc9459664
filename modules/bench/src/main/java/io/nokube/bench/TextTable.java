package io.nokube.bench;

import java.util.ArrayList;
import java.util.List;

/// The figures in aligned columns.
final class TextTable {
  private static final List<String> HEADER =
      List.of("FIGURE", "NOKUBE", "BESIDE", "RATIO", "TO REACH", "");

  private TextTable() {}

  static String of(List<Figure> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (Figure each : figures) {
      rows.add(
          List.of(
              each.what(),
              each.measured(),
              each.floor(),
              each.against(),
              each.target(),
              each.target().isEmpty() && each.verdict() == Figure.Verdict.OK
                  ? ""
                  : each.verdict().toString()));
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).repeat(' ', width - row.get(column).length() + 2);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
