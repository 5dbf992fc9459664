package io.nokube.launcher.playground;

import io.nokube.launcher.Arguments;
import io.nokube.launcher.Command;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Home;
import io.nokube.launcher.HostCommand;
import io.nokube.launcher.Steps;
import io.nokube.launcher.Syntax;
import io.nokube.launcher.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `nokube playground up` and `down`: hosts to try a real cluster on, and their end.
public final class PlaygroundCommand implements Command {
  public static final Syntax ARGUMENTS =
      new Syntax(
          "up|down",
          1,
          1,
          List.of(
              Syntax.value("", "hosts", "COUNT", "how many (default: as many as there are, or 3)"),
              Syntax.value("", "bare", "NAMES", "those with nothing on them but SSH: n2,n3"),
              Syntax.value("", "name", "NAME", "another than playground: playground-test"),
              Syntax.flag("", "images", "with down: remove the hosts' images too")),
          List.of(
              "nokube playground up --hosts 3 --bare n3",
              "ssh -F ~/.nokube/playground/ssh_config n1",
              "nokube playground down"));

  private final Arguments arguments;

  public PlaygroundCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    String name = arguments.value("name").orElse("playground");
    Playground playground =
        new Playground(name, Home.ofUser().folder().toAbsolutePath().normalize().resolve(name));
    Optional<Long> hosts = arguments.number("hosts");
    String verb = arguments.words().getFirst();
    return switch (verb) {
      case "up" -> {
        refuse("images", verb);
        yield new PlaygroundUp(playground, HostCommand.ofDistribution())
            .run(hosts, bare(), terminal);
      }
      case "down" -> {
        refuse("hosts", verb);
        refuse("bare", verb);
        yield down(playground, new Steps(terminal));
      }
      default ->
          throw CommandFailure.usage(
              "nokube playground %s: it is up or down. `nokube help playground` shows more."
                  .formatted(verb));
    };
  }

  private Set<String> bare() {
    return Arrays.stream(arguments.value("bare").orElse("").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private void refuse(String option, String verb) {
    if (arguments.has(option)) {
      throw CommandFailure.usage("nokube playground %s takes no --%s".formatted(verb, option));
    }
  }

  private int down(Playground playground, Steps steps) {
    int removed = new Hosts(playground).removeAll();
    steps.done("hosts", "%d removed, with their volumes and network".formatted(removed));
    Home.delete(playground.folder());
    steps.done("files", playground.folder() + " removed");
    if (arguments.has("images")) {
      steps.done("images", Hosts.removeImages() + " removed");
    }
    return 0;
  }
}
