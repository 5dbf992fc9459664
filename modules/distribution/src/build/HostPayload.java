import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Makes what is uploaded to a host, in `<dist>/host`: `boot/`, the jars with which the command agent
/// starts there; `jars.tar`, all other jars; AOT caches of both the command agent and the agent; and
/// `payload.json`, which lists them and the files of `<dist>/runtime` that a host needs.
/// Equal inputs give an equal hash.
///
/// Run by the build, from source, with the distribution's own jars; not part of nokube.
public final class HostPayload {

  /// What `io.nokube.host.Main` needs to start.
  private static final List<String> BOOT =
      List.of(
          "nokube-host-",
          "jackson-annotations-2.",
          "jackson-core-2.",
          "jackson-databind-2.",
          "commons-codec-",
          "commons-compress-",
          "commons-io-",
          "commons-lang3-");

  /// What only the launcher needs: it never runs on a host.
  private static final List<String> LAUNCHERS =
      List.of(
          "nokube-launcher-",
          "nokube-certificates-",
          "bcpkix-",
          "bcprov-",
          "bcutil-",
          "sshj-",
          "asn-one-",
          "commons-cli-");

  /// For making other runtimes, and for other programs than java.
  private static final List<String> NEVER_READ =
      List.of("runtime/lib/classlist", "runtime/lib/jexec", "runtime/lib/jrt-fs.jar");

  /// Made of the other files, and never twice of the same bytes: they don't count for the hash.
  private static final List<String> CACHES = List.of("agent.aot.gz", "boot.aot.gz");

  private static final long MOST_BYTES = 100_000_000;

  public static void main(String[] arguments) throws Exception {
    Path dist = Path.of(arguments[0]).toAbsolutePath();
    Path host = dist.resolve("host");
    deleteAll(host);
    Path boot = Files.createDirectories(host.resolve("boot"));
    List<Path> packed = new ArrayList<>();
    List<Path> hosts = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Path jar : files(dist.resolve("lib"))) {
      String name = jar.getFileName().toString();
      if (LAUNCHERS.stream().anyMatch(name::startsWith)) {
        continue;
      }
      hosts.add(jar);
      List<String> which = BOOT.stream().filter(name::startsWith).toList();
      if (which.isEmpty()) {
        packed.add(jar);
      } else {
        found.addAll(which);
        linkOrCopy(jar, boot.resolve(name));
      }
    }
    if (!found.stream().sorted().toList().equals(BOOT.stream().sorted().toList())) {
      throw new IllegalStateException(
          "the command agent needs one jar of each of " + BOOT + ", but lib/ has " + found);
    }
    pack(packed, host.resolve("jars.tar"));
    HostCaches caches = new HostCaches(dist);
    caches.commandAgent(files(boot), host.resolve("boot.aot.gz"));
    caches.agent(hosts, host.resolve("agent.aot.gz"));
    TreeMap<String, Path> all = new TreeMap<>();
    for (String cache : CACHES) {
      all.put(cache, host.resolve(cache));
    }
    for (Path jar : files(boot)) {
      all.put("boot/" + jar.getFileName(), jar);
    }
    all.put("jars.tar", host.resolve("jars.tar"));
    for (Path file : files(dist.resolve("runtime"))) {
      String path = dist.relativize(file).toString();
      if (isNeeded(path)) {
        all.put(path, file);
      }
    }
    list(all, host.resolve("payload.json"));
  }

  /// Of the runtime a host needs what starts Java: no licences (the distribution itself has them), no
  /// tools, no manuals, no templates.
  private static boolean isNeeded(String path) {
    return !path.startsWith("runtime/legal/")
        && !path.startsWith("runtime/man/")
        && (!path.startsWith("runtime/bin/") || path.equals("runtime/bin/java"))
        && !path.endsWith(".template")
        && !path.endsWith("/README.txt")
        && !NEVER_READ.contains(path);
  }

  private static void list(TreeMap<String, Path> all, Path into) throws Exception {
    StringBuilder lines = new StringBuilder();
    long bytes = 0;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode files = JsonNodeFactory.instance.arrayNode();
    for (String path : all.keySet()) {
      Path file = all.get(path);
      long size = Files.size(file);
      String sha256 = sha256(Files.readAllBytes(file));
      String mode = Files.isExecutable(file) ? "0755" : "0644";
      if (!CACHES.contains(path)) {
        lines.append("%s %d %s %s\n".formatted(path, size, sha256, mode));
      }
      files
          .addObject()
          .put("path", path)
          .put("size", size)
          .put("sha256", sha256)
          .put("mode", mode);
      bytes += size;
    }
    String hash = sha256(lines.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    json.put("hash", hash).put("modifiedMillis", modifiedMillis(all.values())).set("files", files);
    Files.writeString(into, new JsonMapper().writeValueAsString(json) + "\n");
    System.out.printf(
        "a host's payload %s: %d files, %.1f MB%n", hash, all.size(), bytes / 1_000_000.0);
    if (bytes > MOST_BYTES) {
      throw new IllegalStateException("a host's payload is larger than " + MOST_BYTES + " bytes");
    }
  }

  /// When the jars and the runtime's modules were made, as the AOT cache knows them.
  private static long modifiedMillis(Collection<Path> files) throws IOException {
    Set<FileTime> times = new HashSet<>();
    for (Path file : files) {
      if (file.endsWith("runtime/lib/modules") || file.getParent().endsWith("boot")) {
        times.add(Files.getLastModifiedTime(file));
      }
    }
    if (times.size() != 1) {
      throw new IllegalStateException("boot's jars and the runtime's modules differ in time: " + times);
    }
    return times.iterator().next().toMillis();
  }

  private static void pack(List<Path> jars, Path into) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(into)))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path jar : jars) {
        TarArchiveEntry entry = new TarArchiveEntry(jar.getFileName().toString());
        entry.setSize(Files.size(jar));
        entry.setMode(0644);
        entry.setIds(0, 0);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        Files.copy(jar, tar);
        tar.closeArchiveEntry();
      }
    }
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
