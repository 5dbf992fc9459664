package io.nokube.launcher.image;

import io.nokube.launcher.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An archive and the copies of it that lack what hosts have: one for all that have the same.
public final class ThinArchives {
  /// Sent sooner than a host could be asked what it has.
  private static final long SMALL = 4_000_000;

  /// Sent sooner than a copy could be made without it.
  private static final long TRIFLE = 1_000_000;

  private final Path whole;
  private final Path folder;
  private final Optional<ImageArchive> archive;
  private final Map<Set<String>, Path> copies = new HashMap<>();

  /// @param folder where copies are made; whoever made it removes it
  public ThinArchives(Path whole, Path folder) throws IOException {
    this.whole = whole;
    this.folder = folder;
    this.archive = Files.size(whole) > SMALL ? ImageArchive.read(whole) : Optional.empty();
  }

  /// What a host is to be sent.
  ///
  /// @param bytes how large it is
  /// @param spared how much larger the whole is
  public record Sent(Path file, long bytes, long spared) {}

  /// Whether it matters what a host has.
  public boolean mayBeThin() {
    return archive.isPresent();
  }

  /// @param stacks the layers' contents of each of the host's images, the lowest first
  public synchronized Sent to(Collection<List<String>> stacks) {
    Set<String> spared =
        archive
            .map(it -> it.spared(stacks))
            .filter(files -> archive.orElseThrow().size(files) > TRIFLE)
            .orElse(Set.of());
    try {
      Path file = whole;
      if (!spared.isEmpty()) {
        file = copies.get(spared);
        if (file == null) {
          file = folder.resolve("thin-" + copies.size() + ".tar");
          archive.orElseThrow().writeWithout(spared, file);
          copies.put(spared, file);
        }
      }
      long bytes = Files.size(file);
      return new Sent(file, bytes, Files.size(whole) - bytes);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot make a copy of %s in %s: %s".formatted(whole, folder, e));
    }
  }
}
