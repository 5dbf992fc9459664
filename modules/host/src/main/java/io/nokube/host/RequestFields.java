package io.nokube.host;

import com.fasterxml.jackson.databind.JsonNode;
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

/// Reads the fields of one request and collects all that is wrong with them.
///
/// A field that can't be read yields some value of its type; the caller asks [#problems] before it
/// uses any of them.
final class RequestFields {

  private final ObjectNode json;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  RequestFields(ObjectNode json) {
    this.json = json;
  }

  /// All problems so far, and every field that nobody asked for.
  List<String> problems() {
    var all = new ArrayList<>(problems);
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            all.add("unknown field `%s`; known are: %s".formatted(name, String.join(", ", known)));
          }
        });
    return all;
  }

  void problem(String problem) {
    problems.add(problem);
  }

  String text(String name) {
    return required(
        name,
        "a text that isn't empty",
        n -> n.isTextual() && !n.asText().isBlank(),
        JsonNode::asText,
        "");
  }

  boolean flag(String name) {
    return required(name, "true or false", JsonNode::isBoolean, JsonNode::asBoolean, false);
  }

  long positive(String name) {
    return required(
        name,
        "a whole number above 0",
        n -> n.isIntegralNumber() && n.canConvertToLong() && n.asLong() > 0,
        JsonNode::asLong,
        1L);
  }

  Duration seconds(String name) {
    return required(
        name,
        "a number of seconds from 0 to 86400",
        RequestFields::isSeconds,
        RequestFields::duration,
        Duration.ZERO);
  }

  Optional<Duration> optionalSeconds(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(seconds(name)) : Optional.empty();
  }

  Path path(String name) {
    return required(
        name, "an absolute path", RequestFields::isPath, n -> Path.of(n.asText()), Path.of("/"));
  }

  Optional<Path> optionalPath(String name) {
    known.add(name);
    return json.has(name) ? Optional.of(path(name)) : Optional.empty();
  }

  List<String> texts(String name) {
    return required(
        name,
        "a list of texts",
        n -> n.isArray() && n.valueStream().allMatch(JsonNode::isTextual),
        n -> n.valueStream().map(JsonNode::asText).toList(),
        List.of());
  }

  Map<String, String> textMap(String name) {
    return required(
        name,
        "an object whose values are texts",
        n -> n.isObject() && n.valueStream().allMatch(JsonNode::isTextual),
        RequestFields::texts,
        Map.of());
  }

  PortChoice port(String name) {
    return required(
        name,
        "a port from 1 to 65535, or \"free\"",
        n ->
            (n.isTextual() && n.asText().equals("free"))
                || (n.isInt() && n.asInt() >= 1 && n.asInt() <= 65535),
        n -> n.isInt() ? new PortChoice.Fixed(n.asInt()) : new PortChoice.Free(),
        new PortChoice.Free());
  }

  static Map<String, String> texts(JsonNode object) {
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
