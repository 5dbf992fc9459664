package io.nokube.launcher;

import io.nokube.launcher.cluster.Removal;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ThisMachine;
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
              Syntax.flag("", "etcd-data", "delete what an external etcd holds of it, too"),
              Syntax.value(
                  "", "without", "NODE", "leave out a node that can't be reached (again for more)"),
              Syntax.output("json: an event a line", "json")),
          List.of("nokube remove cluster.yaml", "nokube remove cluster.yaml --yes"));

  private static final String ALL = "its workloads and all its data";

  private final Arguments arguments;

  RemoveCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Path path = Path.of(arguments.words().getFirst());
    ClusterFile file =
        NewOrUpdateCommand.read(path, NewOrUpdateCommand.text(path), ThisMachine.UNASKED);
    boolean external = file.members().isEmpty();
    if (arguments.has("etcd-data") && !external) {
      throw CommandFailure.usage(
          "--etcd-data: etcd runs on the cluster's own heads, and its data go with them: leave it out");
    }
    if (arguments.has("etcd-data") && !arguments.values("without").isEmpty()) {
      throw CommandFailure.usage(
          "--etcd-data: the agent of a node that is left out goes on writing to etcd: remove every node, or leave one of --etcd-data and --without out");
    }
    if (!arguments.has("yes")) {
      ask(file, external && !arguments.has("etcd-data") ? "its workloads" : ALL);
    }
    return new Removal(
            file,
            arguments.values("without"),
            arguments.has("etcd-data"),
            HostCommand.distribution(),
            Home.ofUser(),
            terminal,
            arguments.wantsJson())
        .run();
  }

  /// @param what goes beside the cluster itself
  private static void ask(ClusterFile file, String what) {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw CommandFailure.usage(
          "nokube remove takes cluster %s, %s off %s: say --yes where there is nobody to ask"
              .formatted(file.cluster(), what, String.join(", ", file.nodes().keySet())));
    }
    String answer =
        console
            .get()
            .readLine(
                "This takes cluster %s, %s off %s. Type the cluster's name to go on: ",
                file.cluster(), what, String.join(", ", file.nodes().keySet()));
    if (!file.cluster().text().equals(answer == null ? "" : answer.strip())) {
      throw CommandFailure.failed("nothing was removed");
    }
  }
}
