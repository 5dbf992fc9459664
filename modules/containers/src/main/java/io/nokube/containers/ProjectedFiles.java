package io.nokube.containers;

import io.nokube.actor.engine.VolumePlan.FilePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of a ConfigMap or Secret in a volume, swapped all at once:
///
/// ```
/// ..2026_11_23_16_00_00.123456789/page.html   the bytes
/// ..data -> ..2026_11_23_16_00_00.123456789   renamed over the old link: the swap
/// page.html -> ..data/page.html               what the container sees
/// ```
///
/// Source: upstream `pkg/volume/util/atomic_writer.go`. Equal files are not written again.
final class ProjectedFiles {
  private static final String DATA = "..data";
  private static final String NEXT = "..data_tmp";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss.nnnnnnnnn").withZone(ZoneOffset.UTC);

  private final Path volume;
  private final Clock clock;

  ProjectedFiles(Path volume, Clock clock) {
    this.volume = volume;
    this.clock = clock;
  }

  static boolean is(Path volume) {
    return Files.isSymbolicLink(volume.resolve(DATA));
  }

  /// @return whether anything was written
  boolean write(Map<String, FilePlan> files, Optional<Long> fsGroup) throws IOException {
    files.keySet().forEach(ProjectedFiles::check);
    Optional<Path> old = present();
    if (old.isPresent() && equal(old.get(), files, fsGroup)) {
      return false;
    }
    Path next = freshFolder();
    for (var file : new TreeMap<>(files).entrySet()) {
      writeFile(next, file.getKey(), file.getValue());
    }
    if (fsGroup.isPresent()) {
      Ownership.readOnly(next, fsGroup.get());
    }
    swap(next);
    Set<String> wanted = firstSegments(files.keySet());
    link(wanted);
    clean(wanted, next);
    return true;
  }

  /// As upstream: relative, no `..` anywhere, segments of at most 255 characters, and none that
  /// could be taken for ours.
  private static void check(String path) {
    List<String> segments = List.of(path.split("/", -1));
    boolean bad =
        path.length() > 4096
            || segments.getFirst().startsWith("..")
            || segments.stream()
                .anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals("..") || s.length() > 255);
    if (bad) {
      throw new IllegalArgumentException("\"" + path + "\" is no path of a file in a volume");
    }
  }

  private Optional<Path> present() throws IOException {
    Path data = volume.resolve(DATA);
    if (!Files.isSymbolicLink(data)) {
      return Optional.empty();
    }
    Path target = volume.resolve(Files.readSymbolicLink(data));
    return Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(target)
        : Optional.empty();
  }

  private boolean equal(Path old, Map<String, FilePlan> files, Optional<Long> fsGroup)
      throws IOException {
    Set<String> there;
    try (Stream<Path> walk = Files.walk(old)) {
      there =
          walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .map(path -> old.relativize(path).toString())
              .collect(Collectors.toSet());
    }
    if (!there.equals(files.keySet()) || !linked(firstSegments(files.keySet()))) {
      return false;
    }
    for (var file : files.entrySet()) {
      if (!equal(old.resolve(file.getKey()), file.getValue(), fsGroup)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Path file, FilePlan plan, Optional<Long> fsGroup)
      throws IOException {
    int wanted = fsGroup.isPresent() ? plan.mode() | Ownership.READ : plan.mode();
    return Ownership.mode(file) == wanted
        && (fsGroup.isEmpty() || Ownership.group(file) == fsGroup.get())
        && Arrays.equals(Files.readAllBytes(file), plan.content().copy());
  }

  private boolean linked(Set<String> names) {
    return names.stream().allMatch(name -> Files.isSymbolicLink(volume.resolve(name)));
  }

  private Path freshFolder() throws IOException {
    Path folder = volume.resolve(STAMP.format(clock.instant()));
    Workspace.deleteTree(folder);
    Files.createDirectory(folder);
    Ownership.mode(folder, 0755);
    return folder;
  }

  private static void writeFile(Path folder, String path, FilePlan plan) throws IOException {
    Path file = folder.resolve(path);
    for (Path above = folder; !above.equals(file.getParent()); ) {
      above = above.resolve(above.relativize(file).getName(0));
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(above);
        Ownership.mode(above, 0755);
      }
    }
    Files.createFile(file);
    Ownership.mode(file, 0600);
    Files.write(file, plan.content().copy());
    Ownership.mode(file, plan.mode());
  }

  private void swap(Path next) throws IOException {
    Path link = volume.resolve(NEXT);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(
        link,
        volume.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void link(Set<String> names) throws IOException {
    for (String name : names) {
      Path link = volume.resolve(name);
      if (!Files.isSymbolicLink(link)) {
        Workspace.deleteTree(link);
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
  }

  /// Removes the links of files that are no longer there, and the folders of earlier swaps, also of
  /// one that was never finished.
  private void clean(Set<String> wanted, Path now) throws IOException {
    Set<String> keep = new TreeSet<>(wanted);
    keep.add(DATA);
    keep.add(String.valueOf(now.getFileName()));
    List<Path> stale;
    try (Stream<Path> entries = Files.list(volume)) {
      stale = entries.filter(entry -> !keep.contains(String.valueOf(entry.getFileName()))).toList();
    }
    for (Path entry : stale) {
      if (String.valueOf(entry.getFileName()).startsWith("..") || Files.isSymbolicLink(entry)) {
        try {
          Workspace.deleteTree(entry);
        } catch (NoSuchFileException gone) {
          throw new IOException(entry + " was removed by somebody else meanwhile", gone);
        }
      }
    }
  }

  private static Set<String> firstSegments(Set<String> paths) {
    return paths.stream().map(path -> path.split("/", 2)[0]).collect(Collectors.toSet());
  }
}
