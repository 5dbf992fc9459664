package io.nokube.launcher;

import io.nokube.model.KubeObject;
import io.nokube.model.strict.Manifest;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.util.ArrayList;
import java.util.List;

/// `nokube check`: reads files as `apply` would, and asks no cluster.
final class CheckCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "-f FILE|DIRECTORY|- …",
          0,
          0,
          List.of(
              Syntax.value("f", "filename", "FILE", "a manifest, a directory of them, or -"),
              Syntax.value(
                  "n", "namespace", "NAME", "for objects that name none (default: default)")),
          List.of("nokube check -f web.yaml", "nokube check -f examples/quickstart"));

  private final Arguments arguments;

  CheckCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    List<String> problems = new ArrayList<>();
    for (Files.Source source : Files.read(ApplyCommand.filenames(arguments, "check"), System.in)) {
      switch (Manifest.read(new SourceName(source.name()), source.text(), arguments.namespace())) {
        case Manifest.Read read ->
            read.objects().forEach(object -> terminal.line(name(object) + " valid"));
        case Manifest.Refused refused ->
            refused.problems().stream().map(Problem::toString).forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw CommandFailure.failed(String.join("\n", problems));
    }
    return 0;
  }

  private static String name(KubeObject object) {
    String group = object.type().group();
    return object.type().singular()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + object.metadata().name();
  }
}
