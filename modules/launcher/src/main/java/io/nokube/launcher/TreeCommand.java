package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.model.OwnershipPath;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `nokube tree`: the ownership tree with phase, node, incarnation and last heartbeat.
final class TreeCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax("", 0, 0, List.of(Syntax.output("json", "json")), List.of("nokube tree"));

  private final Arguments arguments;

  TreeCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    JsonNode tree = ApiClient.current().get("/nokube/v1/tree");
    if (arguments.wantsJson()) {
      terminal.line(tree.toPrettyString());
    } else {
      print(tree).lines().forEach(terminal::line);
    }
    return 0;
  }

  static Table print(JsonNode tree) {
    TreeMap<String, JsonNode> actors = new TreeMap<>();
    for (JsonNode actor : tree.path("actors")) {
      String path = actor.path("path").asText();
      // A namespace is no actor, but a branch.
      OwnershipPath parsed = new OwnershipPath(path);
      if (!parsed.isRoot()) {
        String[] segments = path.split("/", -1);
        actors.putIfAbsent(segments[0] + "/" + segments[1], ApiClient.JSON.createObjectNode());
      }
      actors.put(path, actor);
    }
    Table table = new Table(List.of("ACTOR", "PHASE", "NODE", "INCARNATION", "SINCE", "HEARTBEAT"));
    for (var entry : actors.entrySet()) {
      String path = entry.getKey();
      JsonNode actor = entry.getValue();
      int depth = path.length() - path.replace("/", "").length();
      String name = "  ".repeat(depth) + path.substring(path.lastIndexOf('/') + 1);
      List<String> row = new ArrayList<>(List.of(name));
      for (String field : List.of("phase", "node", "incarnation", "since")) {
        row.add(actor.path(field).asText());
      }
      row.add(
          actor.has("heartbeatMillisAgo")
              ? "%.1fs ago".formatted(actor.path("heartbeatMillisAgo").asLong() / 1000.0)
              : "");
      table.row(row);
    }
    return table;
  }
}
