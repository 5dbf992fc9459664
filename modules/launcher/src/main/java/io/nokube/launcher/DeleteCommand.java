package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `nokube delete`: asks for objects to go and, unless told otherwise, waits until they are gone.
final class DeleteCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "TYPE[/NAME] [NAME…]   or   -f FILE|DIRECTORY|-",
          0,
          Integer.MAX_VALUE,
          List.of(
              Syntax.value("f", "filename", "FILE", "delete what this manifest names"),
              Syntax.value("n", "namespace", "NAME", "the namespace (default: default)"),
              Syntax.value("", "grace-period", "SECONDS", "instead of the pod's own"),
              Syntax.value("", "wait", "BOOL", "false: don't wait until they are gone"),
              Syntax.flag("", "ignore-not-found", "what isn't there is no error")),
          List.of(
              "nokube delete deploy web",
              "nokube delete -f web.yaml",
              "nokube delete pod/web-1 --grace-period 0"));

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private final Arguments arguments;

  DeleteCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  private record Target(Resource resource, String namespace, String name) {
    String path() {
      return resource.object(namespace, name);
    }
  }

  /// @param uid of the object whose end is waited for
  private record Asked(Target target, String uid) {}

  @Override
  public int run(Terminal terminal) {
    ApiClient client = ApiClient.current();
    List<Target> targets = targets(client);
    List<Asked> all = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (Target target : targets) {
      ApiClient.Answer answer =
          client.send(
              "DELETE",
              target.path(),
              arguments
                  .number("grace-period")
                  .map(seconds -> Map.of("gracePeriodSeconds", "" + seconds))
                  .orElse(Map.of()),
              "");
      if (answer.code() == 404 && arguments.has("ignore-not-found")) {
        continue;
      }
      JsonNode deleted;
      try {
        deleted = answer.orFail();
      } catch (CommandFailure failure) {
        if (targets.size() == 1 || answer.code() == 504) {
          throw failure;
        }
        complaints.add(failure.text());
        continue;
      }
      String uid = deleted.at("/metadata/uid").asText(deleted.at("/details/uid").asText());
      all.add(new Asked(target, uid));
      terminal.line(
          "%s \"%s\" deleted".formatted(target.resource().type().singular(), target.name()));
    }
    if (!arguments.value("wait").filter("false"::equals).isPresent()) {
      all.forEach(asked -> awaitGone(client, asked));
    }
    if (!complaints.isEmpty()) {
      throw CommandFailure.failed(String.join("\n", complaints));
    }
    return 0;
  }

  private List<Target> targets(ApiClient client) {
    List<Target> targets = new ArrayList<>();
    if (arguments.has("filename")) {
      for (Files.Source source : Files.read(arguments.values("filename"), System.in)) {
        ApplyCommand.Applied named =
            ApplyCommand.Applied.by(client, source, arguments.namespace(), true);
        for (JsonNode object : named.results()) {
          targets.add(
              new Target(
                  Resource.named(object.path("kind").asText()),
                  object.path("namespace").asText(),
                  object.path("name").asText()));
        }
      }
      return targets.reversed();
    }
    List<String> words = new ArrayList<>(arguments.words());
    if (words.isEmpty()) {
      throw CommandFailure.usage("nokube delete needs TYPE NAME or -f FILE");
    }
    String first = words.removeFirst();
    int slash = first.indexOf('/');
    Resource resource = Resource.named(slash < 0 ? first : first.substring(0, slash));
    if (slash >= 0) {
      words.addFirst(first.substring(slash + 1));
    }
    if (words.isEmpty()) {
      throw CommandFailure.usage("nokube delete %s needs a NAME".formatted(first));
    }
    words.forEach(name -> targets.add(new Target(resource, arguments.namespace(), name)));
    return targets;
  }

  private static void awaitGone(ApiClient client, Asked asked) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (isThere(client, asked)) {
      if (System.nanoTime() > deadline) {
        throw CommandFailure.failed(
            "%s is still there after %d minutes"
                .formatted(asked.target().name(), LIMIT.toMinutes()));
      }
      Readiness.pause();
    }
  }

  /// Another of the same name, such as a DaemonSet's next pod, is not it.
  private static boolean isThere(ApiClient client, Asked asked) {
    ApiClient.Answer answer = client.get(asked.target().path(), Map.of(), "application/json");
    return answer.code() != 404
        && (answer.code() >= 300 || answer.json().at("/metadata/uid").asText().equals(asked.uid()));
  }
}
