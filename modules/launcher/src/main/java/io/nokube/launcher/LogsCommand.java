package io.nokube.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `nokube logs`.
final class LogsCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "POD",
          1,
          1,
          List.of(
              Syntax.value("n", "namespace", "NAME", "the namespace (default: default)"),
              Syntax.value("c", "container", "NAME", "which container, if the pod has several"),
              Syntax.flag("f", "follow", "and what comes"),
              Syntax.flag("p", "previous", "of the container's life before this one"),
              Syntax.flag("", "timestamps", "with the time of each line"),
              Syntax.value("", "tail", "LINES", "only the last lines"),
              Syntax.value("", "since-seconds", "SECONDS", "only so old")),
          List.of("nokube logs web-5c9f7d-x2x7k -f", "nokube logs web-5c9f7d-x2x7k --previous"));

  private final Arguments arguments;

  LogsCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    String word = arguments.words().getFirst();
    String pod = word.startsWith("pod/") ? word.substring("pod/".length()) : word;
    Map<String, String> parameters = new LinkedHashMap<>();
    arguments.value("container").ifPresent(name -> parameters.put("container", name));
    for (String flag : List.of("follow", "previous", "timestamps")) {
      if (arguments.has(flag)) {
        parameters.put(flag, "true");
      }
    }
    arguments.number("tail").ifPresent(lines -> parameters.put("tailLines", "" + lines));
    arguments
        .number("since-seconds")
        .ifPresent(seconds -> parameters.put("sinceSeconds", "" + seconds));
    String path = Resource.named("pods").object(arguments.namespace(), pod) + "/log";
    try (InputStream log = ApiClient.current().stream(path, parameters, "*/*")) {
      byte[] piece = new byte[16 * 1024];
      for (int read = log.read(piece); read >= 0; read = log.read(piece)) {
        terminal.results().write(piece, 0, read);
        terminal.results().flush();
      }
      return 0;
    } catch (IOException e) {
      throw CommandFailure.failed("the log of " + pod + " broke off: " + e.getMessage());
    }
  }
}
