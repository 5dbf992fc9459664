package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Docker;
import io.nokube.launcher.Terminal;
import io.nokube.launcher.image.ThinArchives;
import io.nokube.model.cluster.ClusterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Copies images to those nodes that lack them, over the same SSH: of each image the layers that
/// the node lacks.
public final class ImagePush {
  private final ClusterFile file;
  private final List<String> names;
  private final Optional<Path> archive;
  private final List<String> without;
  private final Path dist;
  private final Terminal terminal;
  private final boolean json;

  /// @param archive made by `docker save`; empty: this machine's engine has the images
  public ImagePush(
      ClusterFile file,
      List<String> names,
      Optional<Path> archive,
      List<String> without,
      Path dist,
      Terminal terminal,
      boolean json) {
    this.file = file;
    this.names = List.copyOf(names);
    this.archive = archive;
    this.without = List.copyOf(without);
    this.dist = dist;
    this.terminal = terminal;
    this.json = json;
  }

  /// @return the exit code
  public int run() {
    List<String> nodes = NewOrUpdate.left(file, without);
    Fleet fleet = new Fleet(8);
    ProgressNoted progress = NewOrUpdate.progress(terminal, json, nodes);
    try (Hosts hosts = new Hosts(file, Payload.of(dist), fleet, progress, InstantSource.system())) {
      hosts.connectOrLeaveOut(nodes);
      Map<String, Seen> seen = hosts.look(nodes);
      List<String> lacking = nodes.stream().filter(node -> lacks(seen.get(node))).toList();
      if (!lacking.isEmpty()) {
        push(hosts, fleet, progress, lacking);
      }
      progress.end();
      if (!json) {
        terminal.line(
            lacking.isEmpty()
                ? "nothing to copy: all %d nodes have it".formatted(nodes.size())
                : "copied to " + String.join(", ", lacking));
      }
      return 0;
    } catch (NodeFailure failure) {
      progress.end();
      throw NewOrUpdate.ended(failure, progress);
    }
  }

  /// By the image's content, where this engine knows it: a name may mean another image there.
  private boolean lacks(@org.jspecify.annotations.Nullable Seen seen) {
    return seen == null
        || !names.stream()
            .allMatch(name ->
                archive.isPresent()
                    ? seen.images().containsKey(plain(name))
                    : id(name).equals(seen.images().get(plain(name))));
  }

  /// As the engine calls it.
  private static String plain(String name) {
    String familiar = name.replaceFirst("^docker\\.io/(library/)?", "");
    return familiar.substring(familiar.lastIndexOf('/') + 1).contains(":")
        ? familiar
        : familiar + ":latest";
  }

  private static String id(String name) {
    return Docker.run(List.of("image", "inspect", "--format", "{{.Id}}", name)).strip();
  }

  private void push(Hosts hosts, Fleet fleet, Progress progress, List<String> lacking) {
    try {
      Path folder = Files.createTempDirectory("nokube-images");
      try {
        ThinArchives archives =
            new ThinArchives(archive.isPresent() ? archive.get() : saved(folder), folder);
        String run = UUID.randomUUID().toString();
        fleet.each(
            lacking,
            node -> {
              push(hosts, progress, node, run, archives);
              return true;
            });
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read the images' archive: " + e);
    }
  }

  private void push(
      Hosts hosts, Progress progress, String node, String run, ThinArchives archives) {
    HostLink link = hosts.link(node);
    ThinArchives.Sent thin =
        archives.to(
            archives.mayBeThin()
                ? stacks(link.run(hosts.requests(node, "").imageLayers(), line -> {}))
                : List.of());
    try {
      push(hosts, progress, node, run, thin);
    } catch (NodeFailure failure) {
      if (thin.spared() == 0) {
        throw failure;
      }
      // Its engine may have lost a layer meanwhile.
      push(hosts, progress, node, run, archives.to(List.of()));
    }
  }

  private void push(
      Hosts hosts, Progress progress, String node, String run, ThinArchives.Sent sent) {
    HostLink link = hosts.link(node);
    String rest =
        sent.spared() == 0 ? "" : ", it has the other %s".formatted(megabytes(sent.spared()));
    hosts.step(
        node,
        "upload",
        megabytes(sent.bytes()) + rest,
        () -> {
          String staged =
              link.stage(run, sent.file(), bytes -> progress.sent(node, bytes, sent.bytes()));
          link.run(hosts.requests(node, "").loadImage(staged, names), line -> {});
          link.unstage();
        });
  }

  private static List<List<String>> stacks(JsonNode layers) {
    List<List<String>> stacks = new ArrayList<>();
    for (JsonNode stack : layers.path("stacks")) {
      List<String> contents = new ArrayList<>();
      stack.forEach(content -> contents.add(content.asText()));
      stacks.add(contents);
    }
    return stacks;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private Path saved(Path folder) {
    Path tar = folder.resolve("images.tar");
    List<String> words = new ArrayList<>(List.of("save", "--output", tar.toString()));
    words.addAll(names);
    Docker.run(words);
    return tar;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
