package io.nokube.host.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.host.system.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/// An upload as the distribution's build makes it.
final class PayloadForTests {

  static final long MODIFIED = 946_684_800_000L;

  private static final List<String> CACHES = List.of("boot.aot.gz", "agent.aot.gz");

  private PayloadForTests() {}

  /// Packs `jars` and lists all that is in `folder` then.
  ///
  /// @return its hash
  static String make(Path folder, Map<String, byte[]> jars) throws IOException {
    Files.createDirectories(folder);
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(folder.resolve("jars.tar")))) {
      for (var jar : jars.entrySet()) {
        var entry = new TarArchiveEntry(jar.getKey());
        entry.setSize(jar.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(jar.getValue());
        tar.closeArchiveEntry();
      }
    }
    for (var cache : CACHES) {
      try (var zipped =
          new GzipCompressorOutputStream(Files.newOutputStream(folder.resolve(cache)))) {
        zipped.write("a cache".getBytes(StandardCharsets.UTF_8));
      }
    }
    var json = JsonNodeFactory.instance.objectNode();
    var files = JsonNodeFactory.instance.arrayNode();
    var lines = new StringBuilder();
    for (var file : Tree.files(folder)) {
      var path = folder.relativize(file).toString();
      var mode = Files.isExecutable(file) ? "0755" : "0644";
      if (!CACHES.contains(path)) {
        lines.append("%s %d %s %s\n".formatted(path, Files.size(file), Digest.of(file), mode));
      }
      files
          .addObject()
          .put("path", path)
          .put("size", Files.size(file))
          .put("sha256", Digest.of(file))
          .put("mode", mode);
    }
    var hash = Digest.of(lines.toString()).substring(0, 12);
    json.put("hash", hash).put("modifiedMillis", MODIFIED).set("files", files);
    Files.writeString(folder.resolve("payload.json"), json.toString());
    return hash;
  }
}
