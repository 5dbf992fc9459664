package io.nokube.host.node;

import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/// A file in an archive, read from there when it is needed: nothing is unpacked to a disk.
///
/// @param size unpacked
record Packed(String name, long size, RootTar.Content content) {

  private static final int BUFFER = 64 * 1024;

  /// Of a tar without folders.
  static List<Packed> ofTar(Path archive) {
    try (var tar = new TarFile(archive)) {
      var all = new ArrayList<Packed>();
      for (var entry : tar.getEntries()) {
        var name = entry.getName();
        if (!entry.isFile() || name.contains("/") || !Workspace.isInside(name)) {
          throw new StepFailure(
              "%s holds `%s`, which is no file of this folder".formatted(archive, name),
              "make the distribution anew");
        }
        var offset = entry.getDataOffset();
        var size = entry.getSize();
        all.add(new Packed(name, size, out -> copy(archive, offset, size, out)));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("looking into " + archive, e);
    }
  }

  private static void copy(Path file, long offset, long size, OutputStream out) throws IOException {
    try (var from = FileChannel.open(file)) {
      var to = Channels.newChannel(out);
      for (var done = 0L; done < size; ) {
        var some = from.transferTo(offset + done, size - done, to);
        if (some <= 0) {
          throw new IOException(file + " ends before its file at " + offset);
        }
        done += some;
      }
    }
  }

  /// What `<name>.gz` holds.
  static Packed ofGzip(Path zipped) {
    var name = zipped.getFileName().toString().replaceFirst("\\.gz$", "");
    return new Packed(
        name,
        size(zipped),
        out -> {
          try (var in = new GZIPInputStream(Files.newInputStream(zipped), BUFFER)) {
            in.transferTo(out);
          }
        });
  }

  /// Its last four bytes say so (RFC 1952), of files up to 4 GiB.
  private static long size(Path zipped) {
    var last = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    try (var file = FileChannel.open(zipped)) {
      if (file.read(last, Math.max(0, file.size() - 4)) < 4) {
        throw new IOException("it is too short");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking at the end of " + zipped, e);
    }
    return Integer.toUnsignedLong(last.getInt(0));
  }
}
