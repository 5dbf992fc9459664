package io.nokube.launcher;

import io.nokube.launcher.cluster.NewOrUpdate;
import io.nokube.launcher.cluster.OperatorMachine;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.ClusterTemplate;
import io.nokube.model.cluster.ThisMachine;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/// `nokube new-or-update [FILE]`: makes a cluster what its file says; without a file, writes a
/// template of one.
final class NewOrUpdateCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "[FILE]",
          0,
          1,
          List.of(
              Syntax.flag("", "plan", "show what would change on each host, and change nothing"),
              Syntax.value(
                  "", "without", "NODE", "leave out a node that can't be reached (again for more)"),
              Syntax.output("json: an event a line", "json")),
          List.of(
              "nokube new-or-update",
              "nokube new-or-update cluster.yaml --plan",
              "nokube new-or-update cluster.yaml"));

  private static final Path TEMPLATE = Path.of("cluster.yaml");

  private final Arguments arguments;

  NewOrUpdateCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    if (arguments.words().isEmpty()) {
      return template(terminal);
    }
    Path path = Path.of(arguments.words().getFirst());
    byte[] text = text(path);
    ClusterFile file = read(path, text, OperatorMachine.here());
    return new NewOrUpdate(
            new NewOrUpdate.Wanted(
                path.toString(),
                file,
                new String(text, StandardCharsets.UTF_8),
                arguments.has("plan"),
                List.copyOf(arguments.values("without"))),
            HostCommand.distribution(),
            Home.ofUser(),
            terminal,
            arguments.wantsJson())
        .run();
  }

  private static int template(Terminal terminal) {
    try {
      Files.writeString(TEMPLATE, ClusterTemplate.TEXT, StandardOpenOption.CREATE_NEW);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw CommandFailure.usage(
          "No configuration file given, and %s is there already: nokube new-or-update %s"
              .formatted(TEMPLATE, TEMPLATE));
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + TEMPLATE + ": " + e.getMessage());
    }
    terminal.line(
        "No configuration file given. Wrote %s, a template: %d values are marked CHANGE-ME."
            .formatted(TEMPLATE, ClusterTemplate.marked()));
    terminal.line(
        "Next: fill them in, then   nokube new-or-update %1$s --plan   and   nokube new-or-update %1$s"
            .formatted(TEMPLATE));
    return 0;
  }

  static byte[] text(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (java.nio.file.NoSuchFileException e) {
      throw CommandFailure.failed(
          path
              + ": there is no such file. `nokube new-or-update` without a file writes a template.");
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + path + ": " + e);
    }
  }

  /// @param machine asked for what the file names there
  static ClusterFile read(Path path, byte[] text, ThisMachine machine) {
    return switch (ClusterFile.read(new SourceName(path.toString()), text, machine)) {
      case StrictConfig.Read<ClusterFile>(ClusterFile file) -> file;
      case StrictConfig.Refused<ClusterFile>(List<Problem> problems) ->
          throw CommandFailure.failed(
              problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))
                  + "\nnothing was changed");
    };
  }
}
