package io.nokube.host.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads the fields of one request and collects all that is wrong with them.
///
/// A field that can't be read yields some value of its type; the caller asks [#problems] before it
/// uses any of them.
public final class RequestFields {

  private final ObjectNode json;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  public RequestFields(ObjectNode json) {
    this.json = json;
  }

  /// All problems so far, and every field that nobody asked for.
  public List<String> problems() {
    var all = new ArrayList<>(problems);
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            all.add("unknown field `%s`; known are: %s".formatted(name, String.join(", ", known)));
          }
        });
    return all;
  }

  public void problem(String problem) {
    problems.add(problem);
  }

  /// Whether one of these is said. All may be.
  public boolean hasAny(String... names) {
    known.addAll(List.of(names));
    return List.of(names).stream().anyMatch(json::has);
  }

  public String text(String name) {
    return required(
        name,
        "a text that isn't empty",
        n -> n.isTextual() && !n.asText().isBlank(),
        JsonNode::asText,
        "");
  }

  public boolean flag(String name) {
    return required(name, "true or false", JsonNode::isBoolean, JsonNode::asBoolean, false);
  }

  public long positive(String name) {
    return required(
        name,
        "a whole number above 0",
        n -> n.isIntegralNumber() && n.canConvertToLong() && n.asLong() > 0,
        JsonNode::asLong,
        1L);
  }

  public Duration seconds(String name) {
    return required(
        name,
        "a number of seconds from 0 to 86400",
        RequestFields::isSeconds,
        RequestFields::duration,
        Duration.ZERO);
  }

  public Optional<Duration> optionalSeconds(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(seconds(name)) : Optional.empty();
  }

  public Path path(String name) {
    return required(
        name, "an absolute path", RequestFields::isPath, n -> Path.of(n.asText()), Path.of("/"));
  }

  public Optional<Path> optionalPath(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(path(name)) : Optional.empty();
  }

  public List<String> texts(String name) {
    return required(
        name,
        "a list of texts",
        n -> n.isArray() && n.valueStream().allMatch(JsonNode::isTextual),
        n -> n.valueStream().map(JsonNode::asText).toList(),
        List.of());
  }

  public Map<String, String> textMap(String name) {
    return required(
        name,
        "an object whose values are texts",
        n -> n.isObject() && n.valueStream().allMatch(JsonNode::isTextual),
        RequestFields::texts,
        Map.of());
  }

  public PortChoice port(String name) {
    return required(
        name,
        "a port from 1 to 65535, or \"free\"",
        n ->
            (n.isTextual() && n.asText().equals("free"))
                || (n.isInt() && n.asInt() >= 1 && n.asInt() <= 65535),
        n -> n.isInt() ? new PortChoice.Fixed(n.asInt()) : new PortChoice.Free(),
        new PortChoice.Free());
  }

  public Optional<String> optionalText(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /// A text that says one of `choices`.
  public String choice(String name, String... choices) {
    var all = List.of(choices);
    return required(
        name,
        all.stream().map(c -> '"' + c + '"').collect(Collectors.joining(" or ")),
        n -> n.isTextual() && all.contains(n.asText()),
        JsonNode::asText,
        all.getFirst());
  }

  /// A port that isn't chosen here.
  public int fixedPort(String name) {
    return required(
        name,
        "a port from 1 to 65535",
        n -> n.isInt() && n.asInt() >= 1 && n.asInt() <= 65535,
        JsonNode::asInt,
        1);
  }

  public Optional<Integer> optionalFixedPort(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(fixedPort(name)) : Optional.empty();
  }

  /// An object, read by `reader`; its problems are named with `name` before them.
  public <T> T object(String name, Function<RequestFields, T> reader) {
    var object =
        required(
            name,
            "an object",
            JsonNode::isObject,
            n -> (ObjectNode) n,
            JsonNodeFactory.instance.objectNode());
    var fields = new RequestFields(object);
    var value = reader.apply(fields);
    if (json.path(name).isObject()) {
      fields.problems().forEach(problem -> problems.add("in `%s`: %s".formatted(name, problem)));
    }
    return value;
  }

  public <T> Optional<T> optionalObject(String name, Function<RequestFields, T> reader) {
    known.add(name);
    return json.has(name) ? Optional.of(object(name, reader)) : Optional.empty();
  }

  /// A list of objects, each read by `reader`.
  public <T> List<T> objects(String name, Function<RequestFields, T> reader) {
    var list =
        required(
            name,
            "a list of objects",
            n -> n.isArray() && n.valueStream().allMatch(JsonNode::isObject),
            n -> n.valueStream().map(ObjectNode.class::cast).toList(),
            List.<ObjectNode>of());
    var values = new ArrayList<T>();
    for (var object : list) {
      var fields = new RequestFields(object);
      values.add(reader.apply(fields));
      var at = "in `%s`[%d]: ".formatted(name, values.size() - 1);
      fields.problems().forEach(problem -> problems.add(at + problem));
    }
    return List.copyOf(values);
  }

  public static Map<String, String> texts(JsonNode object) {
    var map = new LinkedHashMap<String, String>();
    object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  private <T> T required(
      String name,
      String shape,
      Predicate<JsonNode> fits,
      Function<JsonNode, T> read,
      T otherwise) {
    known.add(name);
    var value = json.get(name);
    if (value == null) {
      problems.add("field `%s` is missing: %s".formatted(name, shape));
      return otherwise;
    }
    if (!fits.test(value)) {
      problems.add("field `%s` is %s, not %s".formatted(name, shape, value));
      return otherwise;
    }
    return read.apply(value);
  }

  private static boolean isSeconds(JsonNode value) {
    return value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= 86_400;
  }

  private static Duration duration(JsonNode value) {
    return Duration.ofMillis(Math.round(value.asDouble() * 1000));
  }

  private static boolean isPath(JsonNode value) {
    return value.isTextual() && value.asText().startsWith("/") && value.asText().indexOf(0) < 0;
  }
}
