package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has a machine prepared by a command agent that runs as root, where this one doesn't.
///
/// @param become what goes before a command to run it as root: `sudo -n`
record AsRoot(List<String> become, Progress progress) {

  private static final JsonMapper JSON = new JsonMapper();

  static AsRoot bySudo(Progress progress) {
    return new AsRoot(List.of("sudo", "-n"), progress);
  }

  /// Its steps are passed on as they come; the deadline is its own.
  ///
  /// @param otherwise what else can be done if root isn't to be had, to end a sentence with
  /// @return its result
  ObjectNode prepare(Request.PrepareMachine wanted, String otherwise) {
    try {
      var process = new ProcessBuilder(command(wanted)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var others = new ArrayList<String>();
      try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          var json = object(line);
          if (json.has("result")) {
            return (ObjectNode) json.path("result");
          }
          if (json.has("error")) {
            throw new StepFailure(
                json.path("error").path("message").asText(),
                json.path("error").path("advice").asText());
          }
          if (!json.has("step")) {
            others.add(line);
          } else if (!json.path("step").asText().equals("system")) {
            progress.forward(json);
          }
        }
      }
      throw new StepFailure(
          "`%s` could not prepare this machine:\n%s"
              .formatted(String.join(" ", become), String.join("\n", others)),
          "run the command as root, or let this user use sudo without a password" + otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException("preparing this machine as root", e);
    }
  }

  private List<String> command(Request.PrepareMachine wanted) {
    var classes =
        Stream.of(System.getProperty("java.class.path", "").split(":"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(":"));
    var command = new ArrayList<>(become);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes, Main.class.getName(), base64(wanted)));
    return command;
  }

  static String base64(Request.PrepareMachine wanted) {
    var json = JsonNodeFactory.instance.objectNode().put("operation", "prepare-machine");
    wanted.packages().forEach(json.putArray("packages")::add);
    json.put("docker", wanted.docker()).put("etcd", wanted.etcd());
    json.put("noInstall", wanted.noInstall()).put("dockerLog", wanted.dockerLog().toString());
    wanted.engine().ifPresent(settings -> json.set("engine", settings.json()));
    wanted.apt().ifPresent(apt -> json.set("apt", apt.json()));
    json.put("deadlineSeconds", wanted.deadline().toSeconds());
    return Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode object(String line) {
    try {
      return JSON.readTree(line) instanceof ObjectNode object
          ? object
          : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException words) {
      return JsonNodeFactory.instance.objectNode(); // sudo's own words
    }
  }
}
