package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// `nokube scale`.
final class ScaleCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "deployment/NAME --replicas COUNT",
          1,
          2,
          List.of(
              Syntax.value("n", "namespace", "NAME", "the namespace (default: default)"),
              Syntax.value("", "replicas", "COUNT", "how many pods")),
          List.of("nokube scale deploy/web --replicas 5"));

  private final Arguments arguments;

  ScaleCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    String joined = String.join("/", arguments.words());
    int slash = joined.indexOf('/');
    if (slash < 0) {
      throw CommandFailure.usage("usage: nokube scale " + ARGUMENTS.synopsis());
    }
    Resource resource = Resource.named(joined.substring(0, slash));
    String name = joined.substring(slash + 1);
    long replicas =
        arguments
            .number("replicas")
            .orElseThrow(() -> CommandFailure.usage("nokube scale needs --replicas COUNT"));
    ApiClient client = ApiClient.current();
    String path = resource.object(arguments.namespace(), name) + "/scale";
    JsonNode scale = client.get(path);
    ((ObjectNode) scale.path("spec")).put("replicas", replicas);
    client.send("PUT", path, Map.of(), scale.toString()).orFail();
    terminal.line(
        resource.type().qualifiedPlural().replaceFirst("s(\\.|$)", "$1") + "/" + name + " scaled");
    return 0;
  }
}
