package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.node.NodeRequests;
import io.nokube.host.system.RequestFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// A [Request] from its base64 JSON, strictly: what isn't known is refused by name, and everything
/// that is wrong is said at once.
final class RequestReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Map<String, Function<RequestFields, Request>> OPERATIONS =
      operations(
          Map.of(
              "look",
              RequestReader::look,
              "prepare-machine",
              RequestReader::prepareMachine,
              "start-etcd",
              RequestReader::startEtcd,
              "stop-etcd",
              RequestReader::stopEtcd,
              "etcd-restore",
              f -> new Request.RestoreEtcd(f.path("folder"), f.seconds("deadlineSeconds")),
              "start-agent",
              RequestReader::startAgent,
              "stop-agent",
              RequestReader::stopAgent,
              "make-image",
              RequestReader::makeImage,
              "make-host-image",
              RequestReader::makeHostImage));

  private static Map<String, Function<RequestFields, Request>> operations(
      Map<String, Function<RequestFields, Request>> onMachines) {
    var all = new TreeMap<>(onMachines);
    NodeRequests.READERS.forEach(
        (name, reader) -> all.put(name, f -> new Request.OnNode(reader.apply(f))));
    return all;
  }

  private RequestReader() {}

  /// A request that can't be understood, with everything that is wrong with it.
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refused(List<String> problems) {
      super(String.join("; ", problems));
    }
  }

  /// @throws Refused naming all problems
  static Request read(String base64) {
    var json = object(base64);
    var fields = new RequestFields(json);
    var operation = fields.text("operation");
    var reader = OPERATIONS.get(operation);
    if (reader == null) {
      var known = "known are: " + String.join(", ", OPERATIONS.keySet());
      throw new Refused(
          operation.isEmpty()
              ? List.of(fields.problems().getFirst() + "; " + known)
              : List.of("unknown operation `%s`; %s".formatted(operation, known)));
    }
    var request = reader.apply(fields);
    var problems = fields.problems();
    if (!problems.isEmpty()) {
      throw new Refused(problems.stream().map(p -> operation + ": " + p).toList());
    }
    return request;
  }

  private static ObjectNode object(String base64) {
    JsonNode json;
    try {
      json = JSON.readTree(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Refused(List.of("not base64: " + e.getMessage()));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new Refused(
          List.of(
              "not JSON at %d:%d: %s"
                  .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage())));
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new Refused(
        List.of("a request is a JSON object, not " + (json.isMissingNode() ? "nothing" : json)));
  }

  private static Request look(RequestFields f) {
    var place =
        f.hasAny("workspace", "cluster")
            ? Optional.of(
                new Request.Place(NodeRequests.workspace(f), NodeRequests.name(f, "cluster")))
            : Optional.<Request.Place>empty();
    return new Request.Look(place, f.seconds("deadlineSeconds"));
  }

  private static Request prepareMachine(RequestFields f) {
    return new Request.PrepareMachine(
        f.texts("packages"),
        f.flag("docker"),
        f.flag("etcd"),
        f.flag("noInstall"),
        f.path("dockerLog"),
        f.optionalObject("engine", EngineSettings::read),
        f.optionalObject("apt", AptSource::read),
        f.seconds("deadlineSeconds"));
  }

  private static Request startEtcd(RequestFields f) {
    var mode = f.text("autoCompactionMode");
    if (!mode.isEmpty() && !Set.of("periodic", "revision").contains(mode)) {
      f.problem("field `autoCompactionMode` is \"periodic\" or \"revision\", not \"" + mode + '"');
    }
    return new Request.StartEtcd(
        f.text("name"),
        f.path("folder"),
        f.text("address"),
        f.port("clientPort"),
        f.port("peerPort"),
        f.positive("quotaBackendBytes"),
        mode,
        f.text("autoCompactionRetention"),
        f.seconds("deadlineSeconds"));
  }

  private static Request stopEtcd(RequestFields f) {
    return new Request.StopEtcd(
        f.path("folder"), f.seconds("graceSeconds"), f.seconds("deadlineSeconds"));
  }

  private static Request startAgent(RequestFields f) {
    var command = f.texts("command");
    if (command.isEmpty()) {
      f.problem("field `command` has at least the program's path");
    }
    return new Request.StartAgent(
        f.text("name"),
        command,
        f.textMap("env"),
        f.optionalPath("envFile"),
        f.path("log"),
        f.path("pidFile"),
        f.seconds("graceSeconds"),
        f.seconds("deadlineSeconds"));
  }

  private static Request stopAgent(RequestFields f) {
    return new Request.StopAgent(
        f.text("name"), f.path("pidFile"), f.seconds("graceSeconds"), f.seconds("deadlineSeconds"));
  }

  private static Request makeImage(RequestFields f) {
    return new Request.MakeImage(
        f.text("name"), f.optionalSeconds("pullSeconds"), f.seconds("deadlineSeconds"));
  }

  private static Request makeHostImage(RequestFields f) {
    return new Request.MakeHostImage(
        f.text("repository"),
        f.text("variant"),
        f.texts("packages"),
        f.texts("optionalPackages"),
        f.path("folder"),
        f.seconds("deadlineSeconds"));
  }
}
