package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// `nokube events`: the newest last.
final class EventsCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "",
          0,
          0,
          List.of(
              Syntax.value("n", "namespace", "NAME", "the namespace (default: default)"),
              Syntax.flag("A", "all-namespaces", "of all namespaces"),
              Syntax.value("", "for", "TYPE/NAME", "about one object only"),
              Syntax.output("json", "json")),
          List.of("nokube events", "nokube events --for pod/web-5c9f7d-x2x7k"));

  private final Arguments arguments;

  EventsCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    JsonNode list =
        ApiClient.current()
            .get(
                Resource.named("events")
                    .collection(arguments.namespace(), arguments.has("all-namespaces")));
    if (arguments.wantsJson()) {
      terminal.line(list.toPrettyString());
      return 0;
    }
    List<JsonNode> events = new ArrayList<>();
    list.path("items").forEach(events::add);
    events.sort(Comparator.comparing(event -> event.path("lastTimestamp").asText()));
    Table table = new Table(List.of("LAST SEEN", "TYPE", "REASON", "OBJECT", "COUNT", "MESSAGE"));
    for (JsonNode event : events) {
      JsonNode about = event.path("involvedObject");
      String object =
          about.path("kind").asText().toLowerCase(Locale.ROOT) + "/" + about.path("name").asText();
      if (arguments.value("for").map(object::equals).orElse(true)) {
        table.row(
            List.of(
                event.path("lastTimestamp").asText(),
                event.path("type").asText(),
                event.path("reason").asText(),
                object,
                event.path("count").asText(),
                event.path("message").asText()));
      }
    }
    table.lines().forEach(terminal::line);
    return 0;
  }
}
