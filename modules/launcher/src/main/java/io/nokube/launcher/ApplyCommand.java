package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `nokube apply`: whole objects; all documents of all files are checked before anything is
/// written.
final class ApplyCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "-f FILE|DIRECTORY|- …",
          0,
          0,
          List.of(
              Syntax.value(
                  "f",
                  "filename",
                  "FILE",
                  "a manifest, a directory of them, or - (again for more)"),
              Syntax.value(
                  "n", "namespace", "NAME", "for objects that name none (default: default)"),
              Syntax.output("json", "json"),
              Syntax.flag("", "wait", "until deployments, daemon sets and pods are ready"),
              Syntax.value("", "timeout", "SECONDS", "how long --wait waits (default: 120)")),
          List.of("nokube apply -f web.yaml", "nokube apply -f examples/quickstart --wait"));

  private final Arguments arguments;

  ApplyCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    List<Files.Source> sources = Files.read(filenames(arguments, "apply"), System.in);
    ApiClient client = ApiClient.current();
    if (sources.size() > 1) {
      sources.forEach(source -> Applied.by(client, source, arguments.namespace(), true));
    }
    List<JsonNode> results = new ArrayList<>();
    for (Files.Source source : sources) {
      Applied applied = Applied.by(client, source, arguments.namespace(), false);
      applied.results().forEach(results::add);
      applied.results().forEach(result -> print(terminal, result));
      if (applied.code() >= 300) {
        throw applied.failure();
      }
    }
    if (arguments.has("wait")) {
      Duration limit = Duration.ofSeconds(arguments.number("timeout").orElse(120L));
      new Readiness(client).await(results, limit);
    }
    return 0;
  }

  private void print(Terminal terminal, JsonNode result) {
    if (arguments.wantsJson()) {
      terminal.line(result.toString());
    } else if (!result.has("message")) {
      terminal.line(Applied.name(result) + " " + result.path("result").asText());
    }
  }

  static List<String> filenames(Arguments arguments, String command) {
    List<String> files = arguments.values("filename");
    if (files.isEmpty()) {
      throw CommandFailure.usage(
          "nokube %s needs -f FILE. `nokube help %s` shows examples.".formatted(command, command));
    }
    return files;
  }

  /// What the API said to one manifest.
  record Applied(int code, JsonNode results) {

    /// @throws CommandFailure if the manifest is bad: nothing was written then
    static Applied by(ApiClient client, Files.Source source, String namespace, boolean dryRun) {
      ApiClient.Answer answer =
          client.send(
              "POST",
              "/nokube/v1/apply",
              Map.of("source", source.name(), "namespace", namespace, "dryRun", "" + dryRun),
              source.text());
      JsonNode body = answer.json();
      if (body.has("problems")) {
        List<String> problems = new ArrayList<>();
        body.path("problems").forEach(problem -> problems.add(problem.asText()));
        throw CommandFailure.failed(String.join("\n", problems) + "\nnothing was applied");
      }
      if (!body.has("results")) {
        answer.orFail();
      }
      return new Applied(answer.code(), body.path("results"));
    }

    CommandFailure failure() {
      List<String> lines = new ArrayList<>();
      results.forEach(result -> {
        if (result.has("message")) {
          lines.add(
              name(result)
                  + " "
                  + result.path("result").asText()
                  + ": "
                  + result.path("message").asText());
        } else if (result.path("result").asText().equals("not tried")) {
          lines.add(name(result) + " not tried");
        }
      });
      String text = String.join("\n", lines);
      return code == 504 ? CommandFailure.unknown(text) : CommandFailure.failed(text);
    }

    static String name(JsonNode result) {
      String apiVersion = result.path("apiVersion").asText();
      int slash = apiVersion.indexOf('/');
      String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
      return result.path("kind").asText().toLowerCase(Locale.ROOT)
          + group
          + "/"
          + result.path("name").asText();
    }
  }
}
