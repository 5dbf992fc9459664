package io.nokube.host.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node's folder and where in it what lies.
public record Workspace(Path root) {

  private static final JsonMapper JSON = new JsonMapper();

  Path nodeFile() {
    return root.resolve("node.json");
  }

  Path config() {
    return root.resolve("config");
  }

  Path tls() {
    return root.resolve("tls");
  }

  Path authority() {
    return root.resolve("authority");
  }

  Path etcd() {
    return root.resolve("etcd");
  }

  Path agent() {
    return root.resolve("agent");
  }

  Path ready() {
    return agent().resolve("ready.json");
  }

  /// Where the agents of this cluster keep what must not lie on a disk.
  static Path memory(String cluster) {
    return Path.of("/dev/shm/nokube", cluster);
  }

  /// Whether a relative path leads to something below a folder, and nowhere else.
  static boolean isInside(String relative) {
    if (relative.isEmpty() || relative.indexOf(0) >= 0) {
      return false;
    }
    var path = Path.of(relative);
    return !path.isAbsolute()
        && path.equals(path.normalize())
        && !path.startsWith("..")
        && !path.toString().isEmpty();
  }

  Optional<NodeIdentity> node() {
    return json(nodeFile())
        .map(node ->
            new NodeIdentity(
                node.path("cluster").asText(),
                node.path("id").asText(),
                node.path("node").asText()));
  }

  /// Nothing is removed for a cluster from what is another's.
  ///
  /// @throws StepFailure if it is
  void mustBeOf(String cluster, String id) {
    node()
        .filter(node -> !node.id().equals(id))
        .ifPresent(node -> {
          throw new StepFailure(
              "%s is the workspace of cluster %s (id %s), not of %s (id %s)"
                  .formatted(root, node.cluster(), node.id(), cluster, id),
              "remove the cluster that it belongs to, with that cluster's file");
        });
  }

  /// A file's JSON; nothing if it isn't there.
  ///
  /// @throws StepFailure if it is none
  static Optional<JsonNode> json(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readTree(Files.readString(file)))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new StepFailure(
          file + " is damaged: " + e.getOriginalMessage(),
          "see what wrote it; remove it if it is nobody's",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  /// Writes `node.json`.
  void claim(NodeIdentity node) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("cluster", node.cluster()).put("id", node.id()).put("node", node.node());
    write(nodeFile(), (json + "\n").getBytes(StandardCharsets.UTF_8), 0600);
  }

  /// Makes a folder below the workspace, and the workspace itself, for the owner alone.
  Path folder(Path folder) {
    try {
      Files.createDirectories(root.toAbsolutePath().getParent());
      var each = root;
      own(each);
      for (var name : root.relativize(folder)) {
        each = each.resolve(name);
        own(each);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("making the folder " + folder, e);
    }
  }

  private static void own(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions(0700)));
    } else if (!Files.getPosixFilePermissions(folder).equals(permissions(0700))) {
      Files.setPosixFilePermissions(folder, permissions(0700));
    }
  }

  /// Writes a file beside its place and renames it, so that it is there whole or not at all, also
  /// after a power failure.
  void write(Path file, byte[] content, int mode) {
    folder(Optional.ofNullable(file.getParent()).orElse(root));
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (var channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(permissions(0600)))) {
        channel.write(ByteBuffer.wrap(content));
        channel.force(true);
      }
      Files.setPosixFilePermissions(fresh, permissions(mode)); // the umask doesn't count
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      sync(file.resolveSibling("."));
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Set<PosixFilePermission> permissions(int mode) {
    var order =
        List.of(
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_READ);
    var all = EnumSet.noneOf(PosixFilePermission.class);
    for (var bit = 0; bit < order.size(); bit++) {
      if ((mode & (1 << bit)) != 0) {
        all.add(order.get(bit));
      }
    }
    return all;
  }
}
