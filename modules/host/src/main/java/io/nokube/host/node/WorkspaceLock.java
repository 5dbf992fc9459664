package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import io.nokube.host.system.Lock;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/// Who works on a workspace: one at a time, and whoever comes second is told who is first.
///
/// The lock lies in memory (`/run`), so that holding it changes nothing on a disk; it ends with the
/// process that holds it.
record WorkspaceLock(Path file) {

  /// Somebody who was killed this very moment may still be about to end.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static WorkspaceLock of(Path folder, Workspace workspace) {
    return new WorkspaceLock(
        folder.resolve(Digest.of(workspace.root().toString()).substring(0, 32) + ".lock"));
  }

  static WorkspaceLock of(Workspace workspace) {
    return of(Path.of("/run/nokube"), workspace);
  }

  /// Takes it for `holder`.
  ///
  /// @return what holds it, until it is closed
  /// @throws StepFailure naming who has it
  FileChannel take(Workspace workspace, String holder, Deadline deadline) {
    try {
      Files.createDirectories(
          file.toAbsolutePath().getParent(),
          PosixFilePermissions.asFileAttribute(Workspace.permissions(0700)));
      var channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(Workspace.permissions(0600)));
      if (!deadline.atMost(PATIENCE).await(Duration.ofMillis(50), () -> Lock.taken(channel))) {
        var first = text(channel);
        channel.close();
        throw new StepFailure(
            "somebody else works on %s: %s"
                .formatted(workspace.root(), first.isBlank() ? "(who doesn't say)" : first),
            "wait until that run has ended, or end it, then run this again");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("locking " + file, e);
    }
  }

  private static String text(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(4096);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
  }
}
