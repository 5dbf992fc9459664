package io.nokube.launcher.ssh;

import static io.nokube.launcher.ssh.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MEGABYTE = 1 << 20;

  @TempDir static Path folder;
  static SshdProcess sshd;

  @TempDir Path temp;
  private SshHost host;

  @BeforeAll
  static void start() {
    sshd = SshdProcess.start(folder.resolve("sshd"));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void connect() {
    host = SshHost.connect(sshd.target(), SOON);
  }

  @AfterEach
  void disconnect() {
    host.close();
  }

  private SshHost as(String user) {
    return SshHost.connect(
        sshd.target(user, new Login.KeyFile(sshd.key("ed25519"), Optional.empty())), SOON);
  }

  private Path local(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(temp.resolve(name), content);
  }

  private String there(String name) {
    return temp.resolve("there").resolve(name).toString();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatIsThereIsSeen() throws IOException {
    var file = local("file", 1234);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(temp.resolve("link"), file);
    assertThat(host.stat(file.toString())).contains(new RemoteFile(1234, 0640, false));
    assertThat(host.stat(temp.resolve("link").toString()))
        .contains(new RemoteFile(1234, 0640, false));
    assertThat(host.stat(temp.toString())).map(RemoteFile::isDirectory).contains(true);
    assertThat(host.stat(there("nothing"))).isEmpty();
  }

  @Test
  void aFileIsReadWholeOrInItsBeginning() throws IOException {
    var file = local("file", 3 * MEGABYTE + 17);
    byte[] content = Files.readAllBytes(file);
    assertThat(host.read(file.toString(), 4)).get().isEqualTo(java.util.Arrays.copyOf(content, 4));
    assertThat(host.read(file.toString(), 16 * MEGABYTE)).get().isEqualTo(content);
    assertThat(host.read(there("nothing"), 10)).isEmpty();
    assertThat(host.read(local("empty", 0).toString(), 10)).get().isEqualTo(new byte[0]);
    assertThat(new String(host.read("/proc/self/status", 64).orElseThrow(), UTF_8))
        .as("a file whose size says 0")
        .startsWith("Name:");
  }

  @Test
  void whatTheUserMayNotReadIsAFailureNotAnAbsence() throws IOException {
    var file = local("private", 10);
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var plain = as(SshdProcess.PLAIN)) {
      var failure = catchThrowableOfType(SshFailure.class, () -> plain.read(file.toString(), 10));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure.what())
          .isEqualTo(
              "n1: reading %s on nokube-plain@127.0.0.1:%d: permission denied"
                  .formatted(file, sshd.port()));
    }
  }

  @Test
  void anUploadMakesFoldersAndSetsTheMode() throws IOException {
    var file = local("program", 100_000);
    var sent = new AtomicLong();
    host.upload(file, there("a/b c/program"), 0755, sent::addAndGet);
    var placed = Path.of(there("a/b c/program"));
    assertThat(placed).hasSameBinaryContentAs(file);
    assertThat(mode(placed)).isEqualTo("rwxr-xr-x");
    assertThat(sent).hasValue(100_000);
    try (var all = Files.list(placed.getParent())) {
      assertThat(all).containsExactly(placed);
    }
  }

  @Test
  void anUploadFromTheHomeFolderNeedsNoAbsolutePath() throws IOException {
    host.upload(local("file", 10), ".nokube/dist/file", 0644, bytes -> {});
    assertThat(host.home()).endsWith("/root-home");
    assertThat(Path.of(host.home(), ".nokube/dist/file")).hasSize(10);
  }

  @Test
  void anUploadReplacesWhatIsThereInOneStep() throws IOException {
    var small = local("small", MEGABYTE);
    var large = local("large", 2 * MEGABYTE);
    host.upload(small, there("file"), 0644, bytes -> {});
    var placed = Path.of(there("file"));
    var sizes = ConcurrentHashMap.<Long>newKeySet();
    var done = new AtomicBoolean();
    var watching = new CountDownLatch(1);
    var watch =
        CompletableFuture.runAsync(() -> {
          while (!done.get()) {
            sizes.add(placed.toFile().length());
            watching.countDown();
          }
        });
    awaitLatch(watching);
    for (int i = 0; i < 20; i++) {
      host.upload(i % 2 == 0 ? large : small, placed.toString(), 0644, bytes -> {});
    }
    done.set(true);
    watch.join();
    assertThat(sizes).isSubsetOf((long) MEGABYTE, 2L * MEGABYTE);
    assertThat(placed).hasSameBinaryContentAs(small);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAnInterruptedUploadLeftIsNoHindrance() throws IOException {
    Files.createDirectories(Path.of(there("")));
    Files.write(Path.of(there("file.part")), new byte[5000]);
    host.upload(local("file", 10), there("file"), 0600, bytes -> {});
    assertThat(Path.of(there("file"))).hasSize(10);
    assertThat(Path.of(there("file.part"))).doesNotExist();
  }

  @Test
  void manyFilesAreUploadedSideBySide() throws IOException {
    var files = new ArrayList<Upload>();
    long total = 0;
    for (int i = 0; i < 200; i++) {
      int size = i * 137 % 5000;
      files.add(new Upload(local("f" + i, size), there("d" + i % 7 + "/f" + i), 0644));
      total += size;
    }
    var big = local("big", 20 * MEGABYTE);
    files.add(100, new Upload(big, there("big"), 0444));
    var sent = new AtomicLong();
    var inside = new AtomicBoolean();
    host.uploadAll(
        files,
        bytes -> {
          assertThat(inside.getAndSet(true)).as("two calls at once").isFalse();
          sent.addAndGet(bytes);
          inside.set(false);
        });
    for (var file : files) {
      assertThat(Path.of(file.remote())).hasSameBinaryContentAs(file.local());
    }
    assertThat(sent).hasValue(total + 20 * MEGABYTE);
    assertThat(mode(Path.of(there("big")))).isEqualTo("r--r--r--");
  }

  @Test
  void theFirstFailureOfManyEndsTheRest() throws IOException {
    Files.createDirectories(Path.of(there("")));
    Files.write(Path.of(there("blocked")), new byte[1]);
    var files = new ArrayList<Upload>();
    files.add(new Upload(local("first", 10), there("blocked/below"), 0644));
    for (int i = 0; i < 300; i++) {
      files.add(new Upload(temp.resolve("first"), there("f" + i), 0644));
    }
    var failure = catchThrowableOfType(SshFailure.class, () -> host.uploadAll(files, bytes -> {}));
    assertThat(failure.kind()).isEqualTo(Kind.OTHER);
    assertThat(failure.what()).contains("writing " + there("blocked/below"));
    assertThat(Path.of(there("f299"))).doesNotExist();
  }

  @Test
  void aLocalFileThatIsMissingIsSaid() {
    var failure =
        catchThrowableOfType(
            SshFailure.class,
            () -> host.upload(temp.resolve("none"), there("none"), 0644, bytes -> {}));
    assertThat(failure.what()).contains("cannot read " + temp.resolve("none"));
    assertThat(Path.of(there("none"))).doesNotExist();
  }

  @Test
  void aSecretIsNeverReadableByOthers() throws IOException {
    var placed = Path.of(there("secret"));
    var part = Path.of(there("secret.part"));
    Files.createDirectories(placed.getParent());
    Files.write(part, new byte[1]); // as readable as the umask lets it be
    var modes = ConcurrentHashMap.<String>newKeySet();
    var done = new AtomicBoolean();
    var watching = new CountDownLatch(1);
    var watch =
        CompletableFuture.runAsync(() -> {
          while (!done.get()) {
            for (var file : new Path[] {placed, part}) {
              try {
                if (Files.size(file) > 1) {
                  modes.add(mode(file));
                }
              } catch (IOException absent) {
                // not made yet, or renamed already
              }
            }
            watching.countDown();
          }
        });
    awaitLatch(watching);
    for (int i = 0; i < 20; i++) {
      host.write(new byte[300_000], placed.toString(), 0600);
    }
    done.set(true);
    watch.join();
    assertThat(modes).containsExactly("rw-------");
    assertThat(placed).hasBinaryContent(new byte[300_000]);
  }

  @Test
  void theHostsUmaskChangesNoMode(@TempDir Path elsewhere) throws IOException {
    try (var strict =
            SshdProcess.start(elsewhere.resolve("strict"), "Subsystem sftp internal-sftp -u 077");
        var other = SshHost.connect(strict.target(), SOON)) {
      other.write("x".getBytes(UTF_8), there("open"), 0644);
      assertThat(mode(Path.of(there("open")))).isEqualTo("rw-r--r--");
    }
  }

  @Test
  void aFolderIsRemovedWithAllThatIsInIt() throws IOException {
    var outside = local("outside", 10);
    host.write(new byte[1], there("tree/a/b/c"), 0644);
    host.write(new byte[1], there("tree/a/d"), 0644);
    Files.createSymbolicLink(Path.of(there("tree/a/link")), temp);
    host.remove(there("tree"));
    assertThat(Path.of(there("tree"))).doesNotExist();
    assertThat(outside).as("behind the link").exists();
    host.remove(there("tree"));
  }

  @Test
  void aFileAndALinkAreRemovedButNotWhatTheLinkPointsTo() throws IOException {
    var file = local("kept", 10);
    var link = Files.createSymbolicLink(temp.resolve("link"), file);
    host.remove(link.toString());
    assertThat(link).doesNotExist();
    assertThat(file).exists();
    host.remove(file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderRemovedMeanwhileIsMadeAnew() {
    host.write(new byte[1], there("run/one"), 0600);
    host.remove(there("run"));
    host.write(new byte[1], there("run/two"), 0600);
    assertThat(Path.of(there("run/two"))).exists();
  }

  @Test
  void aPlaceWhereTheUserMayNotWriteIsDenied() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var plain = as(SshdProcess.PLAIN)) {
      var failure =
          catchThrowableOfType(
              SshFailure.class, () -> plain.write(new byte[1], there("file"), 0644));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    }
  }

  @Test
  void aFullDiskIsSaidWithWhatIsNeededAndWhatIsFree() throws IOException {
    var file = local("large", 3 * MEGABYTE);
    var target = sshd.tiny().resolve("large").toString();
    var failure =
        catchThrowableOfType(SshFailure.class, () -> host.upload(file, target, 0644, b -> {}));
    assertThat(failure.kind()).isEqualTo(Kind.DISK_FULL);
    assertThat(failure.what())
        .startsWith("n1: writing " + target)
        .contains("no space left")
        .endsWith(" bytes more are needed, 0 are free");
    assertThat(host.stat(target + ".part")).as("its room is given back").isEmpty();
    host.write(new byte[1000], sshd.tiny().resolve("small").toString(), 0644);
  }

  @Test
  void aConnectionKilledDuringAnUploadIsLost() throws IOException {
    var file = local("large", 64 * MEGABYTE);
    var begun = new CountDownLatch(1);
    var upload =
        CompletableFuture.supplyAsync(() ->
            catchThrowableOfType(
                SshFailure.class,
                () ->
                    host.upload(
                        file,
                        there("large"),
                        0644,
                        bytes -> {
                          begun.countDown();
                          Eventually.pause();
                        })));
    awaitLatch(begun);
    sshd.killConnections();
    var failure = upload.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
    assertThat(Path.of(there("large"))).doesNotExist();
    var after = catchThrowableOfType(SshFailure.class, () -> host.stat("/"));
    assertThat(after.kind()).isEqualTo(Kind.CONNECTION_LOST);
  }

  @Test
  void aHostThatFallsSilentDuringAnUploadIsNoticed() throws IOException {
    var file = local("large", 64 * MEGABYTE);
    var begun = new CountDownLatch(1);
    try (var impatient =
        SshHost.connect(
            sshd.target(), SOON, new Patience(Duration.ofSeconds(3), Duration.ofSeconds(60)))) {
      var upload =
          CompletableFuture.supplyAsync(() ->
              catchThrowableOfType(
                  SshFailure.class,
                  () ->
                      impatient.upload(
                          file,
                          there("large"),
                          0644,
                          bytes -> {
                            begun.countDown();
                            Eventually.pause();
                          })));
      awaitLatch(begun);
      sshd.freezeConnections();
      var failure = upload.orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.what()).contains("nothing was heard from the host for 3 s");
    } finally {
      sshd.killConnections();
      eventually("they are gone", () -> sshd.connections().isEmpty());
    }
  }
}
