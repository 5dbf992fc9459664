package io.nokube.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An image of one layer of executable files, as `docker load` takes it: a tar of a manifest, a
/// configuration and the layer, itself a tar.
///
/// Source: https://github.com/moby/docker-image-spec (combined image JSON and filesystem
/// changeset).
final class ImageArchive {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BLOCK = 512;

  private ImageArchive() {}

  /// @param files by path without a leading slash
  static byte[] of(
      String name, String architecture, List<String> entrypoint, Map<String, byte[]> files) {
    byte[] layer = tar(files);
    Map<String, Object> config =
        new TreeMap<>(
            Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "config",
                Map.of("Entrypoint", entrypoint),
                "rootfs",
                rootfs(layer)));
    var manifest =
        new TreeMap<String, Object>(
            Map.of(
                "Config",
                "config.json",
                "RepoTags",
                List.of(name),
                "Layers",
                List.of("layer.tar")));
    return tar(
        Map.of(
            "config.json", json(config),
            "layer.tar", layer,
            "manifest.json", json(List.of(manifest))));
  }

  private static Map<String, Object> rootfs(byte[] layer) {
    return new TreeMap<>(Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// POSIX ustar: for each file a header and its bytes, each padded to whole blocks; two empty
  /// blocks.
  private static byte[] tar(Map<String, byte[]> files) {
    var tar = new ByteArrayOutputStream();
    new TreeMap<>(files)
        .forEach((name, content) -> {
          tar.writeBytes(header(name, content.length));
          tar.writeBytes(content);
          tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    field(header, 0, name);
    field(header, 100, "0000755");
    field(header, 108, "0000000");
    field(header, 116, "0000000");
    field(header, 124, String.format("%011o", size));
    field(header, 136, "00000000000");
    field(header, 148, "        "); // the checksum counts itself as blanks
    field(header, 156, "0");
    field(header, 257, "ustar");
    field(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    field(header, 148, String.format("%06o\0 ", sum));
    return header;
  }

  private static void field(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
