package io.nokube.launcher;

import io.nokube.launcher.cluster.Removal;
import io.nokube.model.cluster.ClusterFile;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `nokube remove FILE`: takes a cluster off its hosts again.
final class RemoveCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "FILE",
          1,
          1,
          List.of(
              Syntax.flag("y", "yes", "don't ask"),
              Syntax.value(
                  "", "without", "NODE", "leave out a node that can't be reached (again for more)"),
              Syntax.value("o", "output", "FORM", "json: an event a line")),
          List.of("nokube remove cluster.yaml", "nokube remove cluster.yaml --yes"));

  private final Arguments arguments;

  RemoveCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Path path = Path.of(arguments.words().getFirst());
    ClusterFile file = NewOrUpdateCommand.read(path, NewOrUpdateCommand.text(path));
    if (!arguments.has("yes")) {
      ask(file);
    }
    return new Removal(
            file,
            arguments.values("without"),
            HostCommand.distribution(),
            Home.ofUser(),
            terminal,
            arguments.value("output").filter("json"::equals).isPresent())
        .run();
  }

  private static void ask(ClusterFile file) {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw CommandFailure.usage(
          "nokube remove takes cluster %s and all its data off %s: say --yes where there is nobody to ask"
              .formatted(file.cluster(), String.join(", ", file.nodes().keySet())));
    }
    String answer =
        console
            .get()
            .readLine(
                "This takes cluster %s, its workloads and all its data off %s. Type the cluster's name to go on: ",
                file.cluster(), String.join(", ", file.nodes().keySet()));
    if (!file.cluster().text().equals(answer == null ? "" : answer.strip())) {
      throw CommandFailure.failed("nothing was removed");
    }
  }
}
