package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// `nokube status`: endpoints, nodes and versions.
final class StatusCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "",
          0,
          0,
          List.of(Syntax.output("json", "json")),
          List.of("nokube status", "nokube status -o json"));

  private final Arguments arguments;

  StatusCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    JsonNode status = ApiClient.current().get("/nokube/v1/status");
    if (arguments.wantsJson()) {
      terminal.line(status.toPrettyString());
      return 0;
    }
    List<String> etcd = new ArrayList<>();
    status.path("endpoints").path("etcd").forEach(endpoint -> etcd.add(endpoint.asText()));
    terminal.line("cluster  " + status.path("cluster").asText());
    terminal.line("version  " + status.path("version").asText());
    terminal.line("api      " + status.path("endpoints").path("api").asText());
    terminal.line("etcd     " + String.join(",", etcd));
    Table table = new Table(List.of("NODE", "STATUS", "ADDRESS", "VERSION", "ENGINE"));
    for (JsonNode node : status.path("nodes")) {
      table.row(
          List.of(
              node.path("name").asText(),
              node.path("ready").asBoolean() ? "Ready" : "NotReady",
              node.path("address").asText(),
              node.path("version").asText(),
              node.path("engine").asText()));
    }
    table.lines().forEach(terminal::line);
    return 0;
  }
}
