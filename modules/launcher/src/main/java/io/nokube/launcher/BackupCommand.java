package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.backup.Archive;
import io.nokube.launcher.backup.EtcdPlace;
import io.nokube.launcher.backup.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// `nokube backup FILE`: all that etcd holds, and the accepted configuration, as one file.
final class BackupCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "FILE",
          1,
          1,
          List.of(
              Syntax.value(
                  "",
                  "cluster",
                  "CLUSTER.yaml",
                  "the cluster's file (default: the current cluster)")),
          List.of(
              "nokube backup demo-1.backup", "nokube backup demo-1.backup --cluster cluster.yaml"));

  private final Arguments arguments;

  BackupCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Path file = Path.of(arguments.words().getFirst()).toAbsolutePath();
    if (Files.exists(file)) {
      throw CommandFailure.failed(file + " is there already: name another; no backup is replaced");
    }
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.failed(
          "%s can't be written: there is no folder %s".formatted(file, folder));
    }
    try (EtcdPlace etcd = EtcdPlaces.open(arguments.value("cluster").map(Path::of), terminal)) {
      Path room = Files.createTempDirectory(folder, ".nokube-backup"); // of this user alone
      try {
        Path snapshot = room.resolve("etcd.snapshot");
        JsonNode told = etcd.snapshot(snapshot);
        if (!told.path("id").asText().equals(etcd.id())) {
          throw CommandFailure.failed(
              "etcd holds the data of another cluster: its id is \"%s\", and that of %s is %s"
                  .formatted(told.path("id").asText(), etcd.cluster(), etcd.id()));
        }
        Manifest manifest =
            Manifest.of(
                etcd.cluster(), version(), Instant.now().truncatedTo(ChronoUnit.SECONDS), told);
        Optional<String> config = Optional.ofNullable(told.get("config")).map(JsonNode::asText);
        Archive.write(file, manifest, snapshot, config);
        said(terminal, file, manifest);
      } finally {
        Home.delete(room);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e);
    }
    return 0;
  }

  private static String version() {
    return Optional.ofNullable(BackupCommand.class.getPackage().getImplementationVersion())
        .orElse("of unknown version");
  }

  private void said(Terminal terminal, Path file, Manifest manifest) throws IOException {
    terminal.line(
        "%s: %s, cluster %s, revision %d, epoch %d, %d objects"
            .formatted(
                file,
                size(Files.size(file)),
                manifest.cluster(),
                manifest.revision(),
                manifest.epoch(),
                manifest.objects()));
    boolean fleet = !manifest.cluster().equals(QuickstartPlan.CLUSTER);
    terminal.line(
        "In it: all that etcd holds (objects, bindings, manifests, the accepted configuration). Secrets are in it as they lie in etcd: "
            + (fleet
                ? "sealed, but for those in the manifests prefix"
                : "not sealed, so keep the file as you keep them"));
    terminal.line(
        "Not in it: images, and what pods have written."
            + (fleet
                ? " Nor the keys: to restore on machines that are made anew, keep <workspace>/tls/sealing.key and <workspace>/authority of a head as well."
                : ""));
    terminal.line("To go back to it: nokube restore " + arguments.words().getFirst());
  }

  private static String size(long bytes) {
    return bytes < 1_000_000 ? bytes / 1000 + " kB" : "%.1f MB".formatted(bytes / 1e6);
  }
}
