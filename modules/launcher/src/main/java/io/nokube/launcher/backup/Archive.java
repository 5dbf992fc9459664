package io.nokube.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A backup as a file: a ZIP of `manifest.json`, `etcd.snapshot` and, where the cluster has stored
/// one, its accepted configuration as `cluster.yaml`.
public record Archive(Path file, Manifest manifest) {
  private static final String MANIFEST = "manifest.json";
  private static final String SNAPSHOT = "etcd.snapshot";
  private static final String CONFIG = "cluster.yaml";

  /// Writes one that only its owner may read.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if the file is there: it is never replaced
  public static Archive write(Path file, Manifest manifest, Path snapshot, Optional<String> config)
      throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, owner);
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, MANIFEST, manifest.json());
      if (config.isPresent()) {
        put(zip, CONFIG, config.get());
      }
      zip.putNextEntry(new ZipEntry(SNAPSHOT));
      Files.copy(snapshot, zip);
      zip.closeEntry();
      whole = true;
    } finally {
      if (!whole) {
        Files.delete(file);
      }
    }
    return new Archive(file, manifest);
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /// Reads all of it once, to know that it is whole.
  ///
  /// @throws Unfit if it is no backup, damaged, or of a newer nokube
  public static Archive open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new Unfit("there is no such file");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Manifest manifest = Manifest.parse(text(zip, MANIFEST));
      try (DigestInputStream in = new DigestInputStream(stream(zip, SNAPSHOT), sha256())) {
        in.transferTo(OutputStream.nullOutputStream());
        String is = HexFormat.of().formatHex(in.getMessageDigest().digest());
        if (!is.equals(manifest.sha256())) {
          throw new Unfit(
              "it is damaged: the SHA-256 of what etcd held is %s, and was %s"
                  .formatted(is, manifest.sha256()));
        }
      }
      return new Archive(file, manifest);
    } catch (ZipException e) {
      throw new Unfit("it is no backup of nokube's, or damaged: " + e.getMessage());
    }
  }

  /// Writes the snapshot to a file of its own, which only its owner may read.
  public void snapshot(Path to) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = stream(zip, SNAPSHOT);
        OutputStream out =
            java.nio.channels.Channels.newOutputStream(
                Files.newByteChannel(
                    to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner))) {
      in.transferTo(out);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    try (InputStream in = stream(zip, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream stream(ZipFile zip, String name) throws IOException {
    Optional<ZipEntry> entry = Optional.ofNullable(zip.getEntry(name));
    if (entry.isEmpty()) {
      throw new Unfit("it is no backup of nokube's, or damaged: it has no " + name);
    }
    return zip.getInputStream(entry.get());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
