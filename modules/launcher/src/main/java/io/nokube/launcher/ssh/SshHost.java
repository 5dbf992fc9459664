package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import net.schmizz.sshj.common.SSHRuntimeException;

/// A host over one SSH connection: puts files on it and runs programs there.
///
/// For several threads. Paths are absolute, or from the user's home. Every call ends: with its
/// result, or with an [SshFailure] when its deadline has passed, when the host gives no answer for
/// a minute, or when nothing at all is heard from it for 20 seconds. After [Kind#CONNECTION_LOST],
/// and a [Kind#TIMEOUT] by silence, connect anew.
public final class SshHost implements AutoCloseable {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int SIDE_BY_SIDE = 8;

  private final Link link;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Optional<Sftp> sftp = Optional.empty();

  private SshHost(Link link) {
    this.link = link;
  }

  /// Connects, proves who is who, and logs in.
  ///
  /// @throws SshFailure of any kind but those of files
  public static SshHost connect(SshTarget target, Duration deadline) {
    return connect(target, deadline, Patience.STANDARD);
  }

  static SshHost connect(SshTarget target, Duration within, Patience patience) {
    var deadline = Deadline.in(within);
    var check = HostKeyCheck.of(target);
    try {
      return new SshHost(Link.open(target, check, deadline, patience));
    } catch (SshFailure failure) {
      if (failure.kind() == Kind.HOST_KEY_CHANGED && check.mayHaveAnother()) {
        return new SshHost(byAnotherKey(target, check, deadline, patience));
      }
      throw failure;
    }
  }

  /// The host showed its best key; the pinned one may be another, so it is asked for each.
  private static Link byAnotherKey(
      SshTarget target, HostKeyCheck check, Deadline deadline, Patience patience) {
    var shown = new ArrayList<Fingerprint>();
    check.shown().ifPresent(shown::add);
    for (var family : Algorithms.HOST_KEYS) {
      if (shown.stream().anyMatch(key -> family.contains(key.type()))) {
        continue;
      }
      var again = check.asking(family);
      try {
        return Link.open(target, again, deadline, patience);
      } catch (SshFailure failure) {
        if (failure.kind() != Kind.HOST_KEY_CHANGED) {
          throw failure;
        }
        again.shown().filter(key -> !shown.contains(key)).ifPresent(shown::add);
      }
    }
    throw check.notPinned(shown);
  }

  public SshTarget target() {
    return link.target();
  }

  /// The folder of the user who is logged in.
  public String home() {
    return calling("asking for the home folder", sftp -> sftp.engine().canonicalize("."));
  }

  /// Empty if nothing is there.
  public Optional<RemoteFile> stat(String path) {
    return calling(
        "looking at " + path,
        sftp ->
            unlessAbsent(() -> {
              var attributes = sftp.stat(path).attributes();
              return new RemoteFile(
                  attributes.getSize(),
                  attributes.getMode().getPermissionsMask(),
                  Folders.isFolder(attributes));
            }));
  }

  /// The beginning of a file, or all of it; empty if nothing is there.
  ///
  /// @param most how many bytes are wanted
  public Optional<byte[]> read(String path, int most) {
    return calling(
        "reading " + path,
        sftp ->
            unlessAbsent(() -> {
              try (var file = sftp.engine().open(path);
                  var content = file.new ReadAheadRemoteFileInputStream(16, 0, most)) {
                return content.readNBytes(most);
              }
            }));
  }

  /// Copies a file from the host to a new one here, of this user alone.
  ///
  /// @param received is told how many further bytes are here
  public void download(String remote, Path local, LongConsumer received) {
    calling(
        "reading " + remote,
        sftp -> {
          try (var file = sftp.engine().open(remote);
              var in = file.new ReadAheadRemoteFileInputStream(16);
              var out = Channels.newOutputStream(Files.newByteChannel(local, NEW, OWNER))) {
            var buffer = new byte[64 * 1024];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
              out.write(buffer, 0, read);
              received.accept(read);
            }
            return local;
          }
        });
  }

  /// Puts a file in place, as a whole or not at all, replacing what is there; makes the folders
  /// that it needs. One that is there already is uploaded all the same.
  ///
  /// @param mode its permission bits: `0644`
  /// @param bytesSent is told how many further bytes the host has
  public void upload(Path local, String remote, int mode, LongConsumer bytesSent) {
    uploadAll(List.of(new Upload(local, remote, mode)), bytesSent);
  }

  /// As [#upload], several side by side. After the first failure no further file is begun.
  ///
  /// @param bytesSent is called by several threads, but never by two at once
  public void uploadAll(List<Upload> files, LongConsumer bytesSent) {
    var sftp = sftp();
    var waiting = new ConcurrentLinkedQueue<>(files);
    var failures = new ConcurrentLinkedQueue<RuntimeException>();
    var telling = new ReentrantLock();
    LongConsumer sent =
        bytes -> {
          telling.lock();
          try {
            bytesSent.accept(bytes);
          } finally {
            telling.unlock();
          }
        };
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < Math.min(SIDE_BY_SIDE, files.size()); i++) {
      workers.add(
          Thread.ofVirtual()
              .name("ssh-upload-" + link.target().node() + "-" + i)
              .start(() -> {
                try {
                  for (var file = waiting.poll();
                      file != null && failures.isEmpty();
                      file = waiting.poll()) {
                    new Placing(
                            link, sftp, file.remote(), file.mode(), sent, () -> !failures.isEmpty())
                        .upload(file);
                  }
                } catch (RuntimeException e) {
                  failures.add(e);
                }
              }));
    }
    try {
      for (var worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      failures.add(link.failure("uploading", e));
      Thread.currentThread().interrupt();
    }
    var first = failures.peek();
    if (first != null) {
      throw first;
    }
  }

  /// Puts a file in place as [#upload] does. Nobody whom `mode` keeps out can ever read it.
  public void write(byte[] content, String remote, int mode) {
    new Placing(link, sftp(), remote, mode, bytes -> {}, () -> false).write(content);
  }

  /// Removes a file, a link, or a folder with all that is in it; nothing there is fine.
  public void remove(String path) {
    calling(
        "removing " + path,
        sftp -> {
          new Folders(sftp).remove(path);
          return path;
        });
  }

  /// Starts a program through the user's login shell, which gets each argument as it is. Its
  /// standard input stays open until [Run#closeInput] or [Run#close].
  ///
  /// @param deadline by when it has to have ended
  public Run exec(List<String> command, Duration deadline) {
    return RemoteRun.start(link, command, Deadline.in(deadline));
  }

  /// Ends the connection; programs that still run there see the end of their input.
  @Override
  public void close() {
    link.close();
  }

  private interface Call<T> {
    T on(Sftp sftp) throws IOException;
  }

  private interface Look<T> {
    T look() throws IOException;
  }

  private <T> T calling(String doing, Call<T> call) {
    var served = sftp();
    try {
      return call.on(served);
    } catch (IOException | SSHRuntimeException e) {
      throw link.failure(doing, e);
    }
  }

  private static <T> Optional<T> unlessAbsent(Look<T> look) throws IOException {
    try {
      return Optional.of(look.look());
    } catch (IOException e) {
      if (Sftp.isAbsent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Sftp sftp() {
    opening.lock();
    try {
      var opened = sftp.orElseGet(() -> Sftp.open(link));
      sftp = Optional.of(opened);
      return opened;
    } finally {
      opening.unlock();
    }
  }
}
