package io.nokube.launcher.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;

/// An archive that `docker save` made.
///
/// An engine that has a stack of layers takes an archive without them: it looks for a layer, by its
/// content and by what lies below it, before it reads it.
///
/// Source: upstream moby, `image/tarexport/load.go`.
///
/// @param images what is in it
/// @param links files that are there under another name, by the name
/// @param sizes of each file, in bytes
public record ImageArchive(
    Path file, List<Image> images, Map<String, String> links, Map<String, Long> sizes) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MANIFEST = "manifest.json";

  /// An image, the lowest layer first.
  ///
  /// @param contents the digest of each layer, unpacked
  /// @param files where in the archive each is
  record Image(List<String> contents, List<String> files) {}

  /// @return empty if it is another kind of archive, which an engine may know all the same
  public static Optional<ImageArchive> read(Path file) throws IOException {
    TarFile tar;
    try {
      tar = new TarFile(file);
    } catch (IllegalArgumentException | IOException noTar) {
      return Optional.empty();
    }
    try (tar) {
      Map<String, TarArchiveEntry> entries = new HashMap<>();
      Map<String, String> links = new HashMap<>();
      Map<String, Long> sizes = new HashMap<>();
      for (TarArchiveEntry entry : tar.getEntries()) {
        entries.put(entry.getName(), entry);
        sizes.put(entry.getName(), entry.getSize());
        if (entry.isSymbolicLink() || entry.isLink()) {
          links.put(entry.getName(), target(entry));
        }
      }
      List<Image> images = new ArrayList<>();
      for (JsonNode each : json(tar, entries.get(MANIFEST))) {
        JsonNode config = json(tar, entries.get(each.path("Config").asText()));
        Image image = new Image(texts(config.at("/rootfs/diff_ids")), texts(each.path("Layers")));
        if (image.files.size() != image.contents.size()) {
          return Optional.empty();
        }
        images.add(image);
      }
      return images.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ImageArchive(file, List.copyOf(images), Map.copyOf(links), Map.copyOf(sizes)));
    }
  }

  /// A symbolic link counts from its own folder, another from the archive's root.
  private static String target(TarArchiveEntry entry) {
    Path to = Path.of(entry.getLinkName());
    return (entry.isSymbolicLink() ? Path.of(entry.getName()).resolveSibling(to) : to)
        .normalize()
        .toString();
  }

  private static JsonNode json(TarFile tar, @Nullable TarArchiveEntry entry) throws IOException {
    if (entry == null) {
      return JSON.missingNode();
    }
    try (InputStream in = tar.getInputStream(entry)) {
      return JSON.readTree(in);
    } catch (JsonProcessingException another) {
      return JSON.missingNode();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(text -> all.add(text.asText()));
    return List.copyOf(all);
  }

  /// The layers' files that an engine needs none of.
  ///
  /// @param stacks the layers' contents of each of its images, the lowest first
  public Set<String> spared(Collection<List<String>> stacks) {
    Set<String> needed = new LinkedHashSet<>();
    Set<String> spared = new LinkedHashSet<>();
    for (Image image : images) {
      int there = stacks.stream().mapToInt(stack -> common(stack, image.contents)).max().orElse(0);
      spared.addAll(image.files.subList(0, there));
      needed.addAll(image.files.subList(there, image.files.size()));
    }
    spared.removeAll(needed);
    while (spared.removeAll(targets(spared))) {
      // What a link leads to is needed with it, and may itself be one.
    }
    return Set.copyOf(spared);
  }

  /// Of all links that are to be there.
  private Set<String> targets(Set<String> spared) {
    Set<String> targets = new LinkedHashSet<>();
    links.forEach((link, target) -> {
      if (!spared.contains(link)) {
        targets.add(target);
      }
    });
    return targets;
  }

  /// How many bytes these files are.
  long size(Set<String> files) {
    return files.stream().mapToLong(file -> sizes.getOrDefault(file, 0L)).sum();
  }

  private static int common(List<String> one, List<String> other) {
    int same = 0;
    while (same < one.size() && same < other.size() && one.get(same).equals(other.get(same))) {
      same++;
    }
    return same;
  }

  /// Writes the archive without them.
  public void writeWithout(Set<String> spared, Path to) throws IOException {
    try (TarFile tar = new TarFile(file);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16);
        TarArchiveOutputStream thinner = new TarArchiveOutputStream(out)) {
      thinner.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      thinner.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (!spared.contains(entry.getName())) {
          thinner.putArchiveEntry(entry);
          if (entry.isFile()) {
            try (InputStream in = tar.getInputStream(entry)) {
              in.transferTo(thinner);
            }
          }
          thinner.closeArchiveEntry();
        }
      }
    }
  }
}
