package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.jspecify.annotations.Nullable;

/// Requests to a host's SFTP server, each sent at once and answered later, so that many can be on
/// their way (draft-ietf-secsh-filexfer-02; OpenSSH's PROTOCOL for its extensions). The server does
/// them in the order in which they were sent. For several threads.
final class Sftp {
  private static final int CREATE_NEW_TO_WRITE = 0x02 | 0x08 | 0x20;

  private final SFTPEngine engine;
  private final Link link;

  private Sftp(SFTPEngine engine, Link link) {
    this.engine = engine;
    this.link = link;
  }

  /// @throws SshFailure if the host serves no files
  static Sftp open(Link link) {
    var patience = link.patience().answer();
    try {
      // sshj waits without end for the server's first word.
      var engine = link.await(() -> new SFTPEngine(link.client()).init(), Deadline.in(patience));
      engine.setTimeoutMs((int) patience.toMillis());
      return new Sftp(engine, link);
    } catch (TimeoutException e) {
      throw link.failure("opening SFTP", e);
    } catch (IOException | SSHRuntimeException | IllegalStateException e) {
      throw notServed(link, e);
    }
  }

  private static SshFailure notServed(Link link, Exception e) {
    var words = Trouble.words(e);
    boolean refused =
        words.equals("Request failed")
            || words.equals("EOF while reading packet")
            || words.startsWith("Indicated packet length")
            || words.startsWith("Expected INIT packet");
    if (!refused || !link.client().isConnected()) {
      return link.failure("opening SFTP", e);
    }
    var target = link.target();
    return new SshFailure(
        Kind.NO_SFTP,
        "%s: %s serves no files by SFTP (%s)".formatted(target.node(), target.there(), words),
        words.equals("Request failed")
            ? "Let its sshd_config have the line: Subsystem sftp internal-sftp"
            : "Is openssh-sftp-server installed there (or: Subsystem sftp internal-sftp), and does"
                + " the login of %s print nothing by itself (.bashrc)?".formatted(target.user()),
        e);
  }

  /// An answer that is awaited when it is needed.
  final class Answer {
    private final Promise<Response, SFTPException> promise;

    Answer(Promise<Response, SFTPException> promise) {
      this.promise = promise;
    }

    void ok() throws IOException {
      response().ensureStatusPacketIsOK();
    }

    byte[] handle() throws IOException {
      return response().ensurePacketTypeIs(PacketType.HANDLE).readBytes();
    }

    FileAttributes attributes() throws IOException {
      return response().ensurePacketTypeIs(PacketType.ATTRS).readFileAttributes();
    }

    /// Whatever it was: the host has dealt with it.
    void done() throws IOException {
      response();
    }

    private Response response() throws IOException {
      var deadline = Deadline.in(link.patience().answer());
      while (!deadline.passed()) {
        // Null until it is there: sshj forgets whoever asks just when the connection ends.
        @Nullable Response response = promise.tryRetrieve(1, TimeUnit.SECONDS);
        if (response != null) {
          return response;
        }
        if (!link.client().isConnected()) {
          throw new SFTPException("the connection ended");
        }
      }
      throw new SFTPException(new TimeoutException("no answer"));
    }
  }

  SFTPEngine engine() {
    return engine;
  }

  /// The file must not be there; it never has other permissions than `mode` allows.
  Answer create(String path, int mode) throws IOException {
    return send(
        request(PacketType.OPEN, path)
            .putUInt32(CREATE_NEW_TO_WRITE)
            .putFileAttributes(permissions(mode)));
  }

  Answer write(byte[] handle, long at, byte[] from, int offset, int length) throws IOException {
    return send(
        engine
            .newRequest(PacketType.WRITE)
            .putBytes(handle)
            .putUInt64(at)
            .putBytes(from, offset, length));
  }

  /// @param modified the time of its last change, to the second
  Answer setAttributes(byte[] handle, int mode, Optional<Instant> modified) throws IOException {
    var attributes = new FileAttributes.Builder().withPermissions(mode);
    modified.ifPresent(at -> attributes.withAtimeMtime(at.getEpochSecond(), at.getEpochSecond()));
    return send(
        engine
            .newRequest(PacketType.FSETSTAT)
            .putBytes(handle)
            .putFileAttributes(attributes.build()));
  }

  Answer statOpen(byte[] handle) throws IOException {
    return send(engine.newRequest(PacketType.FSTAT).putBytes(handle));
  }

  Answer close(byte[] handle) throws IOException {
    return send(engine.newRequest(PacketType.CLOSE).putBytes(handle));
  }

  Answer stat(String path) throws IOException {
    return send(request(PacketType.STAT, path));
  }

  Answer makeFolder(String path) throws IOException {
    return send(request(PacketType.MKDIR, path).putFileAttributes(FileAttributes.EMPTY));
  }

  Answer remove(String file) throws IOException {
    return send(request(PacketType.REMOVE, file));
  }

  Answer removeFolder(String path) throws IOException {
    return send(request(PacketType.RMDIR, path));
  }

  /// Replaces what is there, in one step where the server can (all OpenSSH can).
  Answer replace(String from, String to) throws IOException {
    if (!engine.supportsServerExtension("posix-rename", "openssh.com")) {
      throw new SFTPException("the SFTP server can't rename over a file (posix-rename)");
    }
    return send(
        engine
            .newExtendedRequest("posix-rename@openssh.com")
            .putString(from, StandardCharsets.UTF_8)
            .putString(to, StandardCharsets.UTF_8));
  }

  /// Empty if the server can't tell.
  Optional<FreeSpace> freeSpace(String path) throws IOException {
    if (!engine.supportsServerExtension("statvfs", "openssh.com")) {
      return Optional.empty();
    }
    var reply =
        new Answer(
                engine.request(
                    engine
                        .newExtendedRequest("statvfs@openssh.com")
                        .putString(path, StandardCharsets.UTF_8)))
            .response();
    return reply.getType() == PacketType.EXTENDED_REPLY
        ? Optional.of(FreeSpace.read(reply))
        : Optional.empty();
  }

  static boolean isAbsent(IOException e) {
    return e instanceof SFTPException sftp
        && (sftp.getStatusCode() == StatusCode.NO_SUCH_FILE
            || sftp.getStatusCode() == StatusCode.NO_SUCH_PATH);
  }

  /// The server's word for all that it has no word for: a full disk, a folder that isn't empty.
  static boolean isPlainFailure(Throwable e) {
    return e instanceof SFTPException sftp && sftp.getStatusCode() == StatusCode.FAILURE;
  }

  private Request request(PacketType type, String path) {
    return engine.newRequest(type).putString(path, StandardCharsets.UTF_8);
  }

  private Answer send(Buffer<?> request) throws IOException {
    return new Answer(engine.request((Request) request));
  }

  private static FileAttributes permissions(int mode) {
    return new FileAttributes.Builder().withPermissions(mode).build();
  }
}
