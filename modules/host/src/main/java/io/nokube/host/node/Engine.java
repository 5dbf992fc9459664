package io.nokube.host.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.ImageName;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Images and containers of this host's Docker engine: one method a call of its API.
record Engine(EngineSocket socket) {

  private static final JsonMapper JSON = new JsonMapper();

  static Engine ofThisHost() {
    return new Engine(new EngineSocket(Path.of("/var/run/docker.sock")));
  }

  /// What the engine says of itself.
  JsonNode info(Deadline deadline) {
    return json("asking the Docker engine about itself", () -> socket.get("/info", deadline));
  }

  Optional<String> imageId(String name, Deadline deadline) {
    return found(
            "looking for the image " + name,
            () -> socket.get("/images/" + name + "/json", deadline))
        .map(image -> image.path("Id").asText());
  }

  JsonNode images(Deadline deadline) {
    return json("listing images", () -> socket.get("/images/json", deadline));
  }

  /// The layers of each image, the lowest first, by the digest of what is in them. None of an
  /// engine that keeps its images in containerd: it takes no archive that lacks any.
  List<List<String>> layers(Deadline deadline) {
    if (info(deadline).path("DriverStatus").toString().contains("io.containerd.snapshotter")) {
      return List.of();
    }
    var all = new ArrayList<List<String>>();
    for (var image : images(deadline)) {
      var answer =
          answer(
              "looking at an image",
              () -> socket.get("/images/" + image.path("Id").asText() + "/json", deadline));
      if (answer.succeeded()) { // one that is gone, or damaged, spares nothing
        var stack = new ArrayList<String>();
        parsed("looking at an image", answer)
            .at("/RootFS/Layers")
            .forEach(layer -> stack.add(layer.asText()));
        all.add(List.copyOf(stack));
      }
    }
    return List.copyOf(all);
  }

  /// @param changes as a Dockerfile words them
  void importImage(String name, List<String> changes, EngineSocket.Body tar, Deadline deadline) {
    var reference = ImageName.parse(name);
    var query = new StringBuilder("/images/create?fromSrc=-");
    query.append("&repo=").append(encoded(reference.repository()));
    query.append("&tag=").append(encoded(reference.tag()));
    query.append("&message=").append(encoded("made by nokube of files of this host"));
    changes.forEach(change -> query.append("&changes=").append(encoded(change)));
    streamed("making the image " + name, () -> socket.post(query.toString(), tar, deadline));
  }

  void load(Path file, EngineSocket.Body tar, Deadline deadline) {
    streamed(
        "loading the images of " + file, () -> socket.post("/images/load?quiet=1", tar, deadline));
  }

  /// @return whether it was there and is removed; false also if a container uses it
  boolean removeImage(String name, Deadline deadline) {
    var doing = "removing the image " + name;
    var answer = answer(doing, () -> socket.delete("/images/" + name, deadline));
    return switch (answer.status()) {
      case 404, 409 -> false;
      default -> succeeded(doing, answer).succeeded();
    };
  }

  /// The containers, running or not, that have all of these labels (`name` or `name=value`).
  JsonNode containers(List<String> labels, Deadline deadline) {
    var filters = JsonNodeFactory.instance.objectNode();
    labels.forEach(filters.putArray("label")::add);
    return json(
        "listing containers",
        () ->
            socket.get("/containers/json?all=1&filters=" + encoded(filters.toString()), deadline));
  }

  /// @param container its name or id
  Optional<JsonNode> inspect(String container, Deadline deadline) {
    return found(
        "looking at the container " + container,
        () -> socket.get("/containers/" + container + "/json", deadline));
  }

  void create(String name, ObjectNode spec, Deadline deadline) {
    var doing = "creating the container " + name;
    succeeded(
        doing,
        answer(
            doing, () -> socket.post("/containers/create?name=" + encoded(name), spec, deadline)));
  }

  void start(String container, Deadline deadline) {
    var doing = "starting the container " + container;
    succeeded(doing, answer(doing, () -> post("/containers/" + container + "/start", deadline)));
  }

  /// Stops it (SIGTERM, `grace`, SIGKILL) and removes it; nothing happens if it is gone.
  void remove(String container, Duration grace, Deadline deadline) {
    var doing = "removing the container " + container;
    var stop = "/containers/" + container + "/stop?t=" + grace.toSeconds();
    if (answer(doing, () -> post(stop, deadline)).status() == 404) {
      return;
    }
    // Also one that could not be stopped; a second removal of the same container is refused (409).
    var path = "/containers/" + container + "?force=1&v=1";
    var removed = answer(doing, () -> socket.delete(path, deadline));
    if (removed.status() == 409) {
      deadline.await(Duration.ofMillis(50), () -> inspect(container, deadline).isEmpty());
    } else if (removed.status() != 404) {
      succeeded(doing, removed);
    }
  }

  /// The last lines that it wrote.
  String lastLines(String container, int count, Deadline deadline) {
    var doing = "reading the log of the container " + container;
    var path = "/containers/" + container + "/logs?stdout=1&stderr=1&tail=" + count;
    return unframed(succeeded(doing, answer(doing, () -> socket.getBytes(path, deadline))).body());
  }

  /// A log as the engine sends it: each piece has 8 bytes before it, of which the last 4 are its
  /// length.
  ///
  /// @param bytes each is one character
  static String unframed(String bytes) {
    var all = new StringBuilder();
    for (var at = 0; at + 8 <= bytes.length(); ) {
      var size = 0;
      for (var digit = 4; digit < 8; digit++) {
        size = (size << 8) | bytes.charAt(at + digit);
      }
      var end = Math.min(bytes.length(), at + 8 + Math.max(0, size));
      all.append(bytes, at + 8, end);
      at = end;
    }
    return new String(all.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .strip();
  }

  private EngineSocket.Answer post(String path, Deadline deadline) throws IOException {
    return socket.post(path, new byte[0], deadline);
  }

  private interface Call {
    EngineSocket.Answer make() throws IOException;
  }

  private void streamed(String doing, Call call) {
    var answer = succeeded(doing, answer(doing, call));
    // It says 200 before it begins.
    var failed = answer.body().lines().filter(line -> line.contains("\"errorDetail\"")).findFirst();
    if (failed.isPresent()) {
      throw refused(doing, new EngineSocket.Answer(500, failed.get()));
    }
  }

  private JsonNode json(String doing, Call call) {
    return parsed(doing, succeeded(doing, answer(doing, call)));
  }

  private Optional<JsonNode> found(String doing, Call call) {
    var answer = answer(doing, call);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(parsed(doing, succeeded(doing, answer)));
  }

  private EngineSocket.Answer answer(String doing, Call call) {
    try {
      return call.make();
    } catch (IOException e) {
      throw new StepFailure(
          "%s: the Docker engine at %s: %s".formatted(doing, socket.path(), e.getMessage()),
          "see that it runs (prepare-machine with docker: true starts it) and isn't overloaded",
          e);
    }
  }

  private EngineSocket.Answer succeeded(String doing, EngineSocket.Answer answer) {
    if (answer.succeeded() || answer.status() == 304) { // 304: it is so already
      return answer;
    }
    throw refused(doing, answer);
  }

  private static StepFailure refused(String doing, EngineSocket.Answer answer) {
    var said = answer.body().strip();
    return new StepFailure(
        "%s: the Docker engine says %d: %s".formatted(doing, answer.status(), message(said)),
        said.contains("no space left on device")
            ? "the disk of the Docker engine is full: free some of it, then run this again"
            : "see what it says, and its log; running this again is safe");
  }

  private static String message(String body) {
    try {
      var json = JSON.readTree(body);
      return json.path("message").asText(json.path("error").asText(body));
    } catch (JsonProcessingException words) {
      return body;
    }
  }

  private static JsonNode parsed(String doing, EngineSocket.Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new StepFailure(
          doing + ": the Docker engine answers no JSON: " + e.getOriginalMessage(),
          "see its log, and restart it",
          e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A JSON array's elements.
  static List<JsonNode> elements(JsonNode array) {
    var all = new ArrayList<JsonNode>();
    array.forEach(all::add);
    return all;
  }
}
