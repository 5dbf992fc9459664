package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `nokube get`.
final class GetCommand implements Command {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  static final Syntax ARGUMENTS =
      new Syntax(
          "TYPE[/NAME] [NAME…]",
          1,
          Integer.MAX_VALUE,
          List.of(
              Syntax.value("n", "namespace", "NAME", "the namespace (default: default)"),
              Syntax.flag("A", "all-namespaces", "objects of all namespaces"),
              Syntax.value("l", "selector", "LABELS", "such as app=web,tier!=old"),
              Syntax.value("", "field-selector", "FIELDS", "such as spec.nodeName=n1"),
              Syntax.output("wide, json, yaml or name", "wide", "json", "yaml", "name"),
              Syntax.flag("", "show-labels", "a column of labels"),
              Syntax.flag("", "no-headers", "no header line"),
              Syntax.flag("w", "watch", "then show each change")),
          List.of(
              "nokube get pods -o wide", "nokube get deploy/web -o yaml", "nokube get pods -A -w"));

  private final Arguments arguments;

  GetCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    String first = arguments.words().getFirst();
    int slash = first.indexOf('/');
    List<String> names = new ArrayList<>(arguments.words().subList(1, arguments.words().size()));
    if (slash >= 0) {
      names.addFirst(first.substring(slash + 1));
    }
    Resource resource = Resource.named(slash < 0 ? first : first.substring(0, slash));
    String output = arguments.value("output").orElse("");
    ApiClient client = ApiClient.current();
    boolean table = output.isEmpty() || output.equals("wide");
    if (names.isEmpty()) {
      show(terminal, resource, list(client, resource, table), output, Optional.empty());
    } else {
      named(terminal, client, resource, names, table, output);
    }
    if (arguments.has("watch")) {
      watch(terminal, client, resource, names);
    }
    return 0;
  }

  /// One result of all that are there; what isn't is complained of afterwards, all of it.
  private void named(
      Terminal terminal,
      ApiClient client,
      Resource resource,
      List<String> names,
      boolean table,
      String output) {
    List<JsonNode> found = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (String name : names) {
      ApiClient.Answer answer =
          client.get(
              resource.object(arguments.namespace(), name),
              Map.of(),
              table ? TABLE : "application/json");
      try {
        found.add(answer.orFail());
      } catch (CommandFailure failure) {
        complaints.add(failure.text());
      }
    }
    if (!found.isEmpty()) {
      boolean one = names.size() == 1;
      show(
          terminal,
          resource,
          one ? found.getFirst() : table ? oneTable(found) : oneList(found),
          output,
          one ? Optional.of(names.getFirst()) : Optional.empty());
    }
    if (!complaints.isEmpty()) {
      throw CommandFailure.failed(String.join("\n", complaints));
    }
  }

  private static JsonNode oneTable(List<JsonNode> tables) {
    JsonNode first = tables.getFirst();
    ArrayNode rows = (ArrayNode) first.path("rows");
    tables.stream().skip(1).forEach(table -> table.path("rows").forEach(rows::add));
    return first;
  }

  private static JsonNode oneList(List<JsonNode> objects) {
    ObjectNode list = ApiClient.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putArray("items").addAll(objects);
    return list;
  }

  private JsonNode list(ApiClient client, Resource resource, boolean table) {
    return client
        .get(
            resource.collection(arguments.namespace(), arguments.has("all-namespaces")),
            selection(),
            table ? TABLE : "application/json")
        .orFail();
  }

  private Map<String, String> selection() {
    Map<String, String> parameters = new LinkedHashMap<>();
    arguments.value("selector").ifPresent(value -> parameters.put("labelSelector", value));
    arguments.value("field-selector").ifPresent(value -> parameters.put("fieldSelector", value));
    return parameters;
  }

  private void show(
      Terminal terminal, Resource resource, JsonNode found, String output, Optional<String> name) {
    switch (output) {
      case "json" -> terminal.line(found.toPrettyString());
      case "yaml" -> terminal.results().print(Yaml.of(found));
      case "name" -> {
        if (name.isPresent()) {
          terminal.line(resource.type().singular() + "/" + name.get());
        } else {
          found
              .path("items")
              .forEach(item ->
                  terminal.line(
                      resource.type().singular()
                          + "/"
                          + item.path("metadata").path("name").asText()));
        }
      }
      default -> print(terminal, found, !arguments.has("no-headers"));
    }
  }

  private void print(Terminal terminal, JsonNode found, boolean header) {
    Table table =
        Table.of(
            found,
            arguments.value("output").orElse("").equals("wide"),
            arguments.has("all-namespaces"),
            arguments.has("show-labels"));
    if (table.isEmpty()) {
      terminal
          .complaints()
          .println(
              arguments.has("all-namespaces")
                  ? "No resources found"
                  : "No resources found in " + arguments.namespace() + " namespace.");
      return;
    }
    List<String> lines = table.lines();
    lines.subList(header ? 0 : 1, lines.size()).forEach(terminal::line);
  }

  private void watch(Terminal terminal, ApiClient client, Resource resource, List<String> names) {
    Map<String, String> parameters = new LinkedHashMap<>(selection());
    parameters.put("watch", "true");
    String revision =
        client
            .get(resource.collection(arguments.namespace(), arguments.has("all-namespaces")))
            .path("metadata")
            .path("resourceVersion")
            .asText();
    parameters.put("resourceVersion", revision);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                client.stream(
                    resource.collection(arguments.namespace(), arguments.has("all-namespaces")),
                    parameters,
                    TABLE),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = ApiClient.JSON.readTree(line);
        JsonNode table = event.path("object");
        String name =
            table.path("rows").path(0).path("object").path("metadata").path("name").asText();
        if (event.path("type").asText().equals("ERROR")) {
          throw CommandFailure.failed(table.path("message").asText());
        }
        if (names.isEmpty() || names.contains(name)) {
          print(terminal, table, false);
        }
      }
    } catch (IOException e) {
      throw CommandFailure.failed("the watch ended: " + e.getMessage());
    }
  }
}
