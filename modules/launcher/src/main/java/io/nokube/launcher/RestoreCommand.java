package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.backup.Archive;
import io.nokube.launcher.backup.EtcdPlace;
import io.nokube.launcher.backup.Manifest;
import io.nokube.launcher.backup.Unfit;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `nokube restore FILE`: etcd holds again what a backup holds, and agents make it so. `nokube
/// restore --accept-current`: what etcd holds now counts, though it was set back by hand.
final class RestoreCommand implements Command {
  private static final String ACCEPT = "accept-current";
  private static final Duration BACK = Duration.ofMinutes(3);

  static final Syntax ARGUMENTS =
      new Syntax(
          "[FILE]",
          0,
          1,
          List.of(
              Syntax.flag(
                  "",
                  ACCEPT,
                  "restore nothing: what etcd holds now counts (it was set back by hand)"),
              Syntax.flag("y", "yes", "don't ask"),
              Syntax.value(
                  "",
                  "cluster",
                  "CLUSTER.yaml",
                  "the cluster's file (default: the current cluster)")),
          List.of(
              "nokube restore demo-1.backup",
              "nokube restore demo-1.backup --yes --cluster cluster.yaml",
              "nokube restore --accept-current"));

  private final Arguments arguments;

  RestoreCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    if (arguments.has(ACCEPT) != arguments.words().isEmpty()) {
      throw CommandFailure.usage(
          "nokube restore: name the backup's file, or say --accept-current: one of the two");
    }
    Optional<Archive> archive = arguments.words().stream().findFirst().map(RestoreCommand::opened);
    try (EtcdPlace etcd = EtcdPlaces.open(arguments.value("cluster").map(Path::of), terminal)) {
      if (archive.isPresent()) {
        etcd.check();
        fits(archive.get(), etcd);
      }
      if (!arguments.has("yes")) {
        ask(archive, etcd);
      }
      if (archive.isPresent()) {
        restore(archive.get(), etcd);
      }
      // Higher than any that an agent can have seen, also where nothing of it is left.
      long revision = etcd.raiseEpoch(Instant.now().getEpochSecond());
      end(etcd, archive.isPresent());
      if (!isCurrent(etcd)) {
        terminal.line(
            "etcd's epoch is raised, and the agents of cluster %s take up what it holds within seconds. It is not the current cluster here, so that isn't waited for"
                .formatted(etcd.cluster()));
        return 0;
      }
      awaitAgents(etcd, revision);
      terminal.line(
          archive
              .map(Archive::manifest)
              .map(backup ->
                  "cluster %s is as it was at %s (revision %d, %d objects): all %d agents have read it anew, and keep or change what runs accordingly"
                      .formatted(
                          etcd.cluster(),
                          backup.taken(),
                          backup.revision(),
                          backup.objects(),
                          etcd.nodes().size()))
              .orElseGet(() ->
                  "what etcd holds now counts: all %d agents of cluster %s have read it anew"
                      .formatted(etcd.nodes().size(), etcd.cluster())));
      if (archive.isPresent()) {
        terminal.line(
            """
            What etcd held before lies beside its data until the next restore, in data.before-restore.
            If this one was cut short and run again: in there is what the first run found, and what each further run found is in data.unfinished-restore, data.unfinished-restore-2, …\
            """);
      }
      return 0;
    }
  }

  /// From when on agents live in the data, for the epoch is raised.
  static void end(EtcdPlace etcd, boolean restored) {
    try {
      etcd.endRestore();
    } catch (CommandFailure failure) {
      throw CommandFailure.failed(
          failure.text()
              + (restored
                  ? "\nThe restore is done, and agents take up what etcd holds now; only its end is not noted at each member."
                  : "\nWhat etcd holds now counts; only that is not noted at each member.")
              + " Note it by `nokube restore --accept-current`: until then another restore is taken for this one, run again");
    }
  }

  private static boolean isCurrent(EtcdPlace etcd) {
    Home home = Home.ofUser();
    return Files.exists(home.credentials()) && home.current().cluster().equals(etcd.cluster());
  }

  private static Archive opened(String name) {
    try {
      return Archive.open(Path.of(name));
    } catch (Unfit unfit) {
      throw CommandFailure.failed(name + ": " + unfit.getMessage() + "\nnothing was changed");
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + name + ": " + e.getMessage());
    }
  }

  private static void fits(Archive archive, EtcdPlace etcd) {
    Manifest backup = archive.manifest();
    if (!backup.cluster().equals(etcd.cluster()) || !backup.id().equals(etcd.id())) {
      throw CommandFailure.failed(
          "%s: it is a backup of cluster %s (id %s), and this is %s (id %s)\nnothing was changed"
              .formatted(archive.file(), backup.cluster(), backup.id(), etcd.cluster(), etcd.id()));
    }
  }

  private static void ask(Optional<Archive> archive, EtcdPlace etcd) {
    String what =
        archive
            .map(Archive::manifest)
            .map(backup ->
                "This sets cluster %s back to %s (revision %d): what was changed since is lost, and etcd is away for some seconds%s"
                    .formatted(
                        etcd.cluster(),
                        backup.taken(),
                        backup.revision(),
                        etcd.endsPods()
                            ? " (on_isolation is stop: if it takes longer, pods end)"
                            : ""))
            .orElse(
                "This has the agents of cluster %s believe what etcd holds now: what it does not know of ends"
                    .formatted(etcd.cluster()));
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw CommandFailure.usage(what + ". Say --yes where there is nobody to ask");
    }
    String answer = console.get().readLine("%s. Type the cluster's name to go on: ", what);
    if (!etcd.cluster().equals(answer == null ? "" : answer.strip())) {
      throw CommandFailure.failed("nothing was changed");
    }
  }

  private static void restore(Archive archive, EtcdPlace etcd) {
    try {
      Path room = Files.createTempDirectory("nokube-restore"); // of this user alone
      try {
        Path snapshot = room.resolve("etcd.snapshot");
        archive.snapshot(snapshot);
        etcd.restore(snapshot, archive.manifest().sha256());
      } finally {
        Home.delete(room);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot unpack " + archive.file() + ": " + e.getMessage());
    }
  }

  /// Until each node's agent has begun anew since: its record is younger than the epoch.
  private static void awaitAgents(EtcdPlace etcd, long revision) {
    ApiClient client = ApiClient.current();
    List<String> missing = new ArrayList<>(etcd.nodes());
    Readiness.await(
        BACK,
        () -> {
          Map<String, Long> incarnations = incarnations(client);
          missing.clear();
          for (String node : etcd.nodes()) {
            String path = OwnershipPath.agent(new NodeName(node)).text();
            if (incarnations.getOrDefault(path, 0L) <= revision) {
              missing.add(node);
            }
          }
          boolean led =
              incarnations.getOrDefault(OwnershipPath.KUBECONTROLLER.text(), 0L) > revision;
          return missing.isEmpty() && led ? Optional.of(true) : Optional.empty();
        },
        () ->
            "etcd is restored, but these agents have not taken it up yet: %s; see whether they run"
                .formatted(missing.isEmpty() ? "the leader" : String.join(", ", missing)));
  }

  /// Of those that are alive; empty while no head answers.
  private static Map<String, Long> incarnations(ApiClient client) {
    Map<String, Long> found = new HashMap<>();
    try {
      ApiClient.Answer tree = client.get("/nokube/v1/tree", Map.of(), "application/json");
      if (tree.ok()) {
        for (JsonNode actor : tree.json().path("actors")) {
          found.put(actor.path("path").asText(), actor.path("incarnation").asLong());
        }
      }
    } catch (CommandFailure notYet) {
      found.clear(); // the head's agent begins anew
    }
    return found;
  }
}
