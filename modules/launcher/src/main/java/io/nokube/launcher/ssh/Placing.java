package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import net.schmizz.sshj.common.SSHRuntimeException;

/// One file's way onto a host: made beside its place, written with many requests under way, its
/// size checked, renamed into place.
final class Placing {
  private static final int PIECE = 32 * 1024 - 128;
  private static final int UNDER_WAY = 64;

  private final Link link;
  private final Sftp sftp;
  private final String remote;
  private final int mode;
  private final LongConsumer sent;
  private final BooleanSupplier stopped;

  /// @param sent is told of further bytes that the host has
  /// @param stopped whether somebody else's failure ends this too
  Placing(
      Link link, Sftp sftp, String remote, int mode, LongConsumer sent, BooleanSupplier stopped) {
    this.link = link;
    this.sftp = sftp;
    this.remote = remote;
    this.mode = mode;
    this.sent = sent;
    this.stopped = stopped;
  }

  void upload(Upload file) {
    try (var content = Files.newInputStream(file.local())) {
      place(content, Files.size(file.local()), file.local().toString(), file.modified());
    } catch (IOException e) {
      throw unreadable(file.local().toString(), e);
    }
  }

  void write(byte[] content) {
    place(new ByteArrayInputStream(content), content.length, "its content", Optional.empty());
  }

  private void place(InputStream content, long size, String source, Optional<Instant> modified) {
    var part = remote + ".part";
    long[] written = {0};
    try {
      byte[] handle = create(part);
      try {
        fill(handle, content, source, written);
        var attributes = sftp.setAttributes(handle, mode, modified);
        var stat = sftp.statOpen(handle);
        attributes.ok();
        check(part, stat.attributes().getSize(), size);
      } finally {
        if (link.client().isConnected()) {
          sftp.close(handle).done();
        }
      }
      var rename = sftp.replace(part, remote);
      var stat = sftp.stat(remote);
      rename.ok();
      check(remote, stat.attributes().getSize(), size);
    } catch (IOException | SSHRuntimeException e) {
      throw cleared(part, failure(part, size - written[0], e));
    } catch (SshFailure local) {
      throw cleared(part, local);
    }
  }

  /// What an earlier try left is removed first: a file keeps the permissions that it was made with.
  private byte[] create(String part) throws IOException {
    var old = sftp.remove(part);
    var create = sftp.create(part, mode);
    old.done();
    try {
      return create.handle();
    } catch (IOException e) {
      if (!Sftp.isAbsent(e)) {
        throw e;
      }
      new Folders(sftp).make(Folders.parent(part));
      return sftp.create(part, mode).handle();
    }
  }

  private void fill(byte[] handle, InputStream content, String source, long[] written)
      throws IOException {
    record Piece(Sftp.Answer answer, int length) {}
    var underWay = new ArrayDeque<Piece>();
    byte[] buffer = new byte[PIECE];
    long at = 0;
    boolean more = true;
    while (more || !underWay.isEmpty()) {
      if (stopped.getAsBoolean()) {
        throw new IOException("stopped, because another upload failed");
      }
      if (more && underWay.size() < UNDER_WAY) {
        int length = read(content, buffer, source);
        more = length > 0;
        if (more) {
          underWay.add(new Piece(sftp.write(handle, at, buffer, 0, length), length));
          at += length;
        }
      } else {
        var first = underWay.remove();
        first.answer().ok();
        written[0] += first.length();
        sent.accept(first.length());
      }
    }
  }

  private int read(InputStream content, byte[] buffer, String source) {
    try {
      return content.readNBytes(buffer, 0, buffer.length);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private static void check(String path, long there, long wanted) throws IOException {
    if (there != wanted) {
      throw new IOException(
          "%s has %d bytes, not %d: does somebody else write it too?"
              .formatted(path, there, wanted));
    }
  }

  private SshFailure unreadable(String source, IOException e) {
    return new SshFailure(
        Kind.OTHER,
        "%s: cannot read %s to put it on the host: %s"
            .formatted(link.target().node(), source, Trouble.words(e)),
        "Is the distribution of nokube whole, and readable for this user?",
        e);
  }

  /// Looks why, while the half-written file still takes its room.
  private SshFailure failure(String part, long missing, Exception e) {
    var failure = link.failure("writing " + remote, e);
    return Sftp.isPlainFailure(e) ? room(part, missing, e, failure) : failure;
  }

  private SshFailure cleared(String part, SshFailure failure) {
    if (failure.kind() == Kind.OTHER || failure.kind() == Kind.DISK_FULL) {
      try {
        sftp.remove(part).done();
      } catch (IOException worse) {
        failure.addSuppressed(worse);
      }
    }
    return failure;
  }

  private SshFailure room(String part, long missing, Exception e, SshFailure otherwise) {
    try {
      var space = new Folders(sftp).freeSpace(Folders.parent(part));
      var begin =
          "%s: writing %s on %s: ".formatted(link.target().node(), remote, link.target().there());
      if (space.isPresent() && space.get().readOnly()) {
        return new SshFailure(
            Kind.DENIED,
            begin + "the file system there is mounted read-only",
            "Mount it for writing, or name a folder on another one.",
            e);
      }
      if (space.isPresent() && space.get().isTooLittleFor(missing)) {
        return new SshFailure(
            Kind.DISK_FULL,
            begin
                + "no space left: %d bytes more are needed, %d are free"
                    .formatted(missing, space.get().bytes())
                + (space.get().files() == 0 ? ", and no further file can be made" : ""),
            "Make room there, then run the command again.",
            e);
      }
    } catch (IOException unknown) {
      otherwise.addSuppressed(unknown);
    }
    return otherwise;
  }
}
