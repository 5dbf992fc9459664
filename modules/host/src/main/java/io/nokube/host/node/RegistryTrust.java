package io.nokube.host.node;

import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whose authorities this host's Docker engine trusts for a cluster's sake, by registry:
/// `/etc/docker/certs.d/<host>/nokube-<cluster>.crt`. The engine takes every `.crt` there, and
/// looks at each pull; what others have put beside stays.
///
/// Source: https://docs.docker.com/engine/security/certificates/
///
/// @param folder `certs.d`
record RegistryTrust(Path folder, String cluster) {

  static RegistryTrust onThisHost(String cluster) {
    return new RegistryTrust(Path.of("/etc/docker/certs.d"), cluster);
  }

  /// An authority that shall be trusted.
  ///
  /// @param host the registry's, with its port if it has one
  /// @param from where the authority's certificate was staged
  record Wanted(String host, Path from) {}

  /// What was done, by the registries' hosts.
  record Change(List<String> placed, List<String> removed) {}

  /// The SHA-256 of what is trusted, by the registry's host.
  Map<String, String> seen() {
    var seen = new TreeMap<String, String>();
    if (Files.isDirectory(folder)) {
      try {
        for (var registry : Tree.entries(folder)) {
          var file = registry.resolve(name());
          if (Files.isRegularFile(file)) {
            seen.put(registry.getFileName().toString(), Digest.of(file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("looking into " + folder, e);
      }
    }
    return seen;
  }

  /// Has these trusted for the cluster's sake, and no others.
  Change become(List<Wanted> wanted) {
    wanted.forEach(RegistryTrust::check);
    var seen = seen();
    var placed = new ArrayList<String>();
    for (var each : wanted) {
      if (!Digest.of(each.from()).equals(seen.get(each.host()))) {
        place(each);
        placed.add(each.host());
      }
    }
    var hosts = wanted.stream().map(Wanted::host).toList();
    var removed = seen.keySet().stream().filter(host -> !hosts.contains(host)).toList();
    removed.forEach(this::remove);
    return new Change(List.copyOf(placed), removed);
  }

  private static void check(Wanted wanted) {
    if (!Files.isRegularFile(wanted.from(), LinkOption.NOFOLLOW_LINKS)) {
      throw new StepFailure(
          "there is no staged file %s for %s".formatted(wanted.from(), wanted.host()),
          "upload it, then run this again");
    }
  }

  private String name() {
    return "nokube-" + cluster + ".crt";
  }

  /// Half a file would have the engine refuse every pull from there.
  private void place(Wanted wanted) {
    var file = folder.resolve(wanted.host()).resolve(name());
    try {
      Files.createDirectories(file.getParent());
      var fresh = file.resolveSibling(name() + ".new");
      Files.write(fresh, Files.readAllBytes(wanted.from()));
      Files.setPosixFilePermissions(fresh, Workspace.permissions(0644));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("placing " + file, e);
    }
  }

  private void remove(String host) {
    var file = folder.resolve(host).resolve(name());
    try {
      Files.deleteIfExists(file);
      Files.delete(file.getParent());
    } catch (DirectoryNotEmptyException others) {
      // What others put there is theirs.
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + file, e);
    }
  }
}
