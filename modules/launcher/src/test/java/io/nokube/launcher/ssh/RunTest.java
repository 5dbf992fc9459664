package io.nokube.launcher.ssh;

import static io.nokube.launcher.ssh.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
  private static final Duration SOON = Duration.ofSeconds(30);

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

  private Run sh(String script) {
    return host.exec(List.of("sh", "-c", script), SOON);
  }

  private static List<String> all(Run run) {
    var lines = new ArrayList<String>();
    for (var line = run.nextLine(); line.isPresent(); line = run.nextLine()) {
      lines.add(line.get());
    }
    return lines;
  }

  @Test
  void linesComeWhileTheProgramRuns() {
    var go = temp.resolve("go");
    try (var run =
        sh("echo ready; while [ ! -e %s ]; do sleep 0.1; done; echo went".formatted(go))) {
      assertThat(run.nextLine()).contains("ready");
      host.write(new byte[0], go.toString(), 0644);
      assertThat(run.nextLine()).contains("went");
      assertThat(run.nextLine()).isEmpty();
      assertThat(run.nextLine()).as("and so it stays").isEmpty();
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aLastLineNeedsNoEndAndEmptyOnesCount() {
    try (var run = sh("printf 'a\\n\\n\\303\\244'")) {
      assertThat(all(run)).containsExactly("a", "", "ä");
    }
  }

  @ParameterizedTest
  @CsvSource({"exit 0,0", "exit 7,7", "kill -TERM $$,143", "kill -KILL $$,137", "/nowhere,127"})
  void theExitCodeIsTold(String script, int code) {
    try (var run = sh(script)) {
      assertThat(run.exitCode()).isEqualTo(code);
    }
  }

  @Test
  void errorsAreKeptApartInTheirEnd() {
    try (var run = sh("seq 100000 >&2; echo out; echo last >&2")) {
      assertThat(all(run)).containsExactly("out");
      assertThat(run.exitCode()).isZero();
      assertThat(run.errors()).endsWith("99999\n100000\nlast\n").hasSize(8192);
    }
  }

  @Test
  void longOutputIsReadAsFastAsItIsWanted() {
    try (var run = sh("seq 200000")) {
      long count = 0;
      for (var line = run.nextLine(); line.isPresent(); line = run.nextLine()) {
        count++;
        if (!line.get().equals(String.valueOf(count))) {
          throw new AssertionError("line " + count + " is " + line.get());
        }
      }
      assertThat(count).isEqualTo(200_000);
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aLineWithoutEndIsRefused() {
    try (var run = sh("head -c 20000000 /dev/zero")) {
      var failure = catchThrowableOfType(SshFailure.class, run::nextLine);
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(failure.what()).contains("a line is longer than 16777216 bytes");
    }
    assertThat(host.stat("/")).as("the connection lives on").isPresent();
  }

  @Test
  void argumentsArriveAsTheyAre() {
    var odd =
        List.of(
            "",
            " ",
            "a b",
            "it's",
            "''",
            "\"$HOME\"",
            "`id`",
            "$(id)",
            "a\\b\\",
            "*",
            "~",
            "-n",
            "line\nbreak",
            "tab\t",
            "!!",
            "#",
            "a;b|c&d>e",
            "ä€𝄞",
            "{a,b}");
    var command =
        new ArrayList<>(List.of("sh", "-c", "for a; do printf '%s\\0' \"$a\"; done", "sh"));
    command.addAll(odd);
    try (var run = host.exec(command, SOON)) {
      assertThat(String.join("\n", all(run))).isEqualTo(String.join("\0", odd) + "\0");
    }
  }

  @Test
  void aNulCanBeNoArgument() {
    assertThatIllegalArgumentException().isThrownBy(() -> host.exec(List.of("echo", "a\0b"), SOON));
  }

  @Test
  void inputStaysOpenUntilItIsClosed() {
    try (var run = host.exec(List.of("cat"), SOON)) {
      run.send("one\n".getBytes(UTF_8));
      assertThat(run.nextLine()).contains("one");
      run.send("two\n".getBytes(UTF_8));
      assertThat(run.nextLine()).contains("two");
      run.closeInput();
      assertThat(run.nextLine()).isEmpty();
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void muchInputIsSent() {
    try (var run = host.exec(List.of("wc", "-c"), SOON)) {
      run.send(new byte[5_000_000]);
      run.closeInput();
      assertThat(run.nextLine()).contains("5000000");
    }
  }

  @Test
  void aProgramSeesTheEndOfItsInputWhenTheConnectionEnds() {
    var ended = temp.resolve("ended");
    var run = sh("echo up; cat; echo > " + ended);
    assertThat(run.nextLine()).contains("up");
    host.close();
    eventually("cat ended", () -> Files.exists(ended));
  }

  @Test
  void aProgramSeesTheEndOfItsInputWhenItsRunIsClosed() {
    var ended = temp.resolve("ended");
    var run = sh("echo up; cat; echo > " + ended);
    assertThat(run.nextLine()).contains("up");
    var start = Instant.now();
    run.close();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    eventually("cat ended", () -> Files.exists(ended));
    assertThat(host.stat("/")).as("the connection lives on").isPresent();
  }

  @Test
  void aRunThatStillPrintsCanBeClosed() {
    var run = sh("echo up; yes");
    assertThat(run.nextLine()).contains("up");
    run.close();
    try (var next = sh("echo next")) {
      assertThat(next.nextLine()).contains("next");
    }
  }

  @Test
  void impatienceWithALineDoesNotEndTheProgram() {
    var go = temp.resolve("go");
    try (var run = sh("while [ ! -e %s ]; do sleep 0.1; done; echo went".formatted(go))) {
      var failure =
          catchThrowableOfType(SshFailure.class, () -> run.nextLine(Duration.ofMillis(200)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      host.write(new byte[0], go.toString(), 0644);
      assertThat(run.nextLine()).contains("went");
    }
  }

  @Test
  void aProgramThatOutlivesItsDeadlineIsATimeout() {
    try (var run = host.exec(List.of("sleep", "60"), Duration.ofMillis(500))) {
      assertThat(catchThrowableOfType(SshFailure.class, run::nextLine).kind())
          .isEqualTo(Kind.TIMEOUT);
      var failure = catchThrowableOfType(SshFailure.class, run::exitCode);
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.what())
          .contains("n1: running sleep on root@", "it did not end within 500 ms");
    }
  }

  @Test
  void aConnectionKilledUnderAProgramIsLostNotAnExitCode() {
    try (var run = sh("echo up; sleep 60")) {
      assertThat(run.nextLine()).contains("up");
      var waiting = failing(run::nextLine);
      var ending = failing(run::exitCode);
      sshd.killConnections();
      assertThat(waiting.join().kind()).isEqualTo(Kind.CONNECTION_LOST);
      assertThat(ending.join().kind()).isEqualTo(Kind.CONNECTION_LOST);
      assertThat(ending.join().what()).contains("running sh on root@", "the connection was lost");
    }
    var after = catchThrowableOfType(SshFailure.class, () -> sh("true"));
    assertThat(after.kind()).isEqualTo(Kind.CONNECTION_LOST);
  }

  private static CompletableFuture<SshFailure> failing(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(SshFailure.class, call), Thread::startVirtualThread)
        .orTimeout(30, TimeUnit.SECONDS);
  }

  @Test
  void aHostThatFallsSilentUnderAProgramIsNoticed() {
    try (var impatient =
            SshHost.connect(
                sshd.target(), SOON, new Patience(Duration.ofSeconds(3), Duration.ofSeconds(60)));
        var run = impatient.exec(List.of("sh", "-c", "echo up; sleep 60"), Duration.ofMinutes(1))) {
      assertThat(run.nextLine()).contains("up");
      var waiting = failing(run::nextLine);
      sshd.freezeConnections();
      assertThat(waiting.join().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(waiting.join().what()).contains("nothing was heard from the host for 3 s");
    } finally {
      sshd.killConnections();
      eventually("they are gone", () -> sshd.connections().isEmpty());
    }
  }

  @Test
  void aProgramThatSaysNothingForLongerThanThatIsNoSilentHost() {
    try (var impatient =
            SshHost.connect(
                sshd.target(), SOON, new Patience(Duration.ofSeconds(2), Duration.ofSeconds(60)));
        var run = impatient.exec(List.of("sh", "-c", "sleep 5; echo done"), SOON)) {
      assertThat(run.nextLine()).contains("done");
    }
  }

  @Test
  void severalProgramsRunAtOnce() {
    try (var one = host.exec(List.of("cat"), SOON);
        var two = host.exec(List.of("cat"), SOON)) {
      two.send("two\n".getBytes(UTF_8));
      one.send("one\n".getBytes(UTF_8));
      assertThat(one.nextLine()).contains("one");
      assertThat(two.nextLine()).contains("two");
    }
  }

  @Test
  void aProgramThatCantBeStartedInTimeIsATimeout() {
    sshd.freezeConnections();
    try {
      var failure =
          catchThrowableOfType(
              SshFailure.class, () -> host.exec(List.of("true"), Duration.ofMillis(500)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.what()).contains("starting true on root@", "didn't answer within 500 ms");
    } finally {
      sshd.killConnections();
      eventually("they are gone", () -> sshd.connections().isEmpty());
    }
  }

  @Test
  void moreChannelsThanTheHostOpensIsSaid(@TempDir Path elsewhere) {
    try (var narrow = SshdProcess.start(elsewhere.resolve("narrow"), "MaxSessions 1");
        var other = SshHost.connect(narrow.target(), SOON);
        var first = other.exec(List.of("cat"), SOON)) {
      first.send(new byte[] {'\n'});
      assertThat(first.nextLine()).contains("");
      var failure = catchThrowableOfType(SshFailure.class, () -> other.exec(List.of("cat"), SOON));
      assertThat(failure.advice()).contains("MaxSessions");
    }
  }

  @Test
  void nothingOfSshjReachesTheTerminal() throws IOException, InterruptedException {
    var said = temp.resolve("said");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Talk.class.getName(),
                sshd.key("ed25519").toString(),
                String.valueOf(sshd.port()),
                sshd.fingerprint("ed25519"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(said)).isEqualTo("hello\n");
  }

  /// A process that connects, has a program run, and prints what that printed.
  static final class Talk {
    private Talk() {}

    public static void main(String[] arguments) {
      var target =
          new SshTarget(
              "n1",
              "127.0.0.1",
              Integer.parseInt(arguments[1]),
              "root",
              new Login.KeyFile(Path.of(arguments[0]), java.util.Optional.empty()),
              new HostKey.Pinned(arguments[2]));
      try (var host = SshHost.connect(target, SOON);
          var run = host.exec(List.of("echo", "hello"), SOON)) {
        host.home();
        System.out.println(run.nextLine().orElseThrow());
      }
    }
  }
}
