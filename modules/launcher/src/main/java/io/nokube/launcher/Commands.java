package io.nokube.launcher;

import io.nokube.launcher.playground.PlaygroundCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every command by name, in the order of the help.
final class Commands {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "quickstart",
              "make a cluster on this machine and run an example",
              QuickstartCommand.ARGUMENTS,
              QuickstartCommand::new),
          new Entry(
              "new-or-update",
              "make a cluster what its file says, over SSH",
              NewOrUpdateCommand.ARGUMENTS,
              NewOrUpdateCommand::new),
          new Entry(
              "remove",
              "take a cluster off its hosts again",
              RemoveCommand.ARGUMENTS,
              RemoveCommand::new),
          new Entry(
              "backup",
              "write all that the cluster's etcd holds to a file",
              BackupCommand.ARGUMENTS,
              BackupCommand::new),
          new Entry(
              "restore",
              "set the cluster back to a backup, or accept an etcd that was set back",
              RestoreCommand.ARGUMENTS,
              RestoreCommand::new),
          new Entry(
              "image",
              "copy images to the nodes, without a registry",
              ImageCommand.ARGUMENTS,
              ImageCommand::new),
          new Entry(
              "playground",
              "make hosts on this machine to try a real cluster on",
              PlaygroundCommand.ARGUMENTS,
              PlaygroundCommand::new),
          new Entry(
              "apply",
              "make objects what the files say",
              ApplyCommand.ARGUMENTS,
              ApplyCommand::new),
          new Entry("delete", "delete objects", DeleteCommand.ARGUMENTS, DeleteCommand::new),
          new Entry("get", "show objects", GetCommand.ARGUMENTS, GetCommand::new),
          new Entry(
              "logs",
              "show what a pod's container printed",
              LogsCommand.ARGUMENTS,
              LogsCommand::new),
          new Entry(
              "scale",
              "change how many pods a deployment has",
              ScaleCommand.ARGUMENTS,
              ScaleCommand::new),
          new Entry("events", "show what happened", EventsCommand.ARGUMENTS, EventsCommand::new),
          new Entry(
              "check",
              "validate files without a cluster",
              CheckCommand.ARGUMENTS,
              CheckCommand::new),
          new Entry(
              "tree",
              "show who owns whom, alive where and since when",
              TreeCommand.ARGUMENTS,
              TreeCommand::new),
          new Entry(
              "status",
              "show endpoints, nodes and versions",
              StatusCommand.ARGUMENTS,
              StatusCommand::new),
          new Entry(
              "doctor",
              "say what is wrong now, and what to do",
              DoctorCommand.ARGUMENTS,
              DoctorCommand::new));

  private Commands() {}

  private interface Maker {
    Command with(Arguments arguments);
  }

  private record Entry(String name, String summary, Syntax syntax, Maker maker) {}

  /// @throws CommandFailure if there is no such command, or its arguments are wrong
  static Command find(List<String> words) {
    if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.getFirst())) {
      return words.size() > 1 ? help(entry(words.get(1))) : overview();
    }
    Entry entry = entry(words.getFirst());
    List<String> rest = words.subList(1, words.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      return help(entry);
    }
    return entry.maker().with(entry.syntax().read(entry.name(), rest));
  }

  private static Entry entry(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            CommandFailure.usage(
                "nokube: there is no command \"%s\"%s `nokube help` lists all."
                    .formatted(name, guess(name))));
  }

  private static String guess(String name) {
    Optional<String> nearest = Nearest.to(name, ALL.stream().map(Entry::name).toList());
    return nearest.map(word -> "; did you mean " + word + "?").orElse(".");
  }

  private static Command overview() {
    return terminal -> {
      terminal.line("nokube runs Kubernetes manifests on plain Docker hosts.");
      terminal.line("");
      for (Entry entry : ALL) {
        terminal.line("  %-14s %s".formatted(entry.name(), entry.summary()));
      }
      terminal.line(
          "  %-14s %s".formatted("agent", "run a node's agent (started by nokube itself)"));
      terminal.line(
          "  %-14s %s"
              .formatted("agent-command", "do one thing on this host (docs/agent-command.md)"));
      terminal.line("");
      terminal.line("`nokube help COMMAND` shows its options and examples.");
      return 0;
    };
  }

  private static Command help(Entry entry) {
    return terminal -> {
      terminal.line("nokube " + entry.name() + ": " + entry.summary());
      terminal.line("");
      terminal.line(entry.syntax().help());
      return 0;
    };
  }

  static Map<String, Syntax> syntaxes() {
    return ALL.stream().collect(Collectors.toMap(Entry::name, Entry::syntax));
  }
}
