package io.nokube.launcher.cluster;

import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Docker;
import io.nokube.launcher.Terminal;
import io.nokube.model.cluster.ClusterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Copies images to those nodes that lack them, over the same SSH.
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
      hosts.connect(nodes);
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
      Path tar = archive.isPresent() ? archive.get() : saved();
      try {
        long size = Files.size(tar);
        String run = UUID.randomUUID().toString();
        fleet.each(
            lacking,
            node -> {
              hosts.step(
                  node,
                  "upload",
                  size / 1_000_000 + " MB",
                  () -> {
                    String staged =
                        hosts.link(node).stage(run, tar, sent -> progress.sent(node, sent, size));
                    hosts
                        .link(node)
                        .run(hosts.requests(node, "").loadImage(staged, names), line -> {});
                    hosts.link(node).unstage();
                  });
              return true;
            });
      } finally {
        if (archive.isEmpty()) {
          Files.delete(tar);
        }
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read the images' archive: " + e);
    }
  }

  private Path saved() throws IOException {
    Path tar = Files.createTempFile("nokube", ".tar");
    List<String> words = new ArrayList<>(List.of("save", "--output", tar.toString()));
    words.addAll(names);
    Docker.run(words);
    return tar;
  }
}
