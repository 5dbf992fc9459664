package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedProcessTest {

  private static final Duration GRACE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private DetachedProcess process;

  @BeforeEach
  void nothingRunsYet() {
    process = new DetachedProcess(folder.resolve("sleeper.pid"));
  }

  @AfterEach
  void endWhatRuns() {
    process.stop(GRACE, soon());
  }

  @Test
  void runsInASessionOfItsOwn() {
    var pid = ensure(sleeper("100")).pid();
    assertThat(Proc.KERNEL.running(pid).orElseThrow().session()).isEqualTo(pid);
    assertThat(process.find().orElseThrow().pid()).isEqualTo(pid);
  }

  @Test
  void outlivesWhoeverStartedIt() throws Exception {
    var launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LauncherThatDies.class.getName(),
                process.pidFile().toString(),
                folder.resolve("log").toString())
            .inheritIO()
            .start();
    assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isZero();
    assertThat(process.find()).isPresent();
  }

  @Test
  void isKeptWhenItIsStartedTheSameWayAgain() {
    var first = ensure(sleeper("100"));
    var second = ensure(sleeper("100"));
    assertThat(first.plan()).isEqualTo(new ProcessPlan.Start());
    assertThat(second)
        .isEqualTo(new DetachedProcess.Outcome(new ProcessPlan.Keep(first.pid()), first.pid()));
  }

  @Test
  void isReplacedWhenItsCommandDiffers() {
    var first = ensure(sleeper("100"));
    var second = ensure(sleeper("101"));
    assertThat(second.plan()).isEqualTo(new ProcessPlan.Replace(first.pid()));
    assertThat(Proc.KERNEL.running(first.pid())).isEmpty();
    assertThat(Proc.KERNEL.commandLine(second.pid())).endsWith("101");
  }

  @Test
  void itsOutputGoesToItsLogAndItsEnvironmentIsGiven() throws IOException {
    var log = folder.resolve("sub").resolve("log");
    ensure(
        new Launch(
            List.of("sh", "-c", "echo got $WORD; exec sleep 100"), Map.of("WORD", "it"), log));
    assertThat(soon().await(Duration.ofMillis(20), () -> Texts.of(log).equals("got it\n")))
        .isTrue();
  }

  @Test
  void isForgottenWhenItIsStopped() {
    var pid = ensure(sleeper("100")).pid();
    assertThat(process.stop(GRACE, soon())).isEqualTo(Optional.of(pid));
    assertThat(Proc.KERNEL.running(pid)).isEmpty();
    assertThat(process.pidFile()).doesNotExist();
    assertThat(process.stop(GRACE, soon())).isEmpty();
  }

  @Test
  void isKilledWhenItDoesNotHeedTheAsking() {
    var deaf =
        new Launch(
            List.of("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"),
            Map.of(),
            folder.resolve("log"));
    var pid = ensure(deaf).pid();
    assertThat(soon().await(Duration.ofMillis(20), () -> Texts.of(deaf.log()).contains("deaf")))
        .isTrue();
    process.stop(Duration.ofMillis(200), soon());
    assertThat(Proc.KERNEL.running(pid)).isEmpty();
  }

  @Test
  void aStrangerThatGotItsIdIsLeftAlone() throws IOException {
    var stranger = new ProcessBuilder("sleep", "100").start();
    try {
      var stat = Proc.KERNEL.running(stranger.pid()).orElseThrow();
      var remembered =
          PidFile.starting("a", sleeper("100"))
              .started(
                  new PidFile.Known(Proc.KERNEL.bootId(), stranger.pid(), stat.startTicks() - 1));
      Files.writeString(process.pidFile(), remembered.text());
      assertThat(process.find()).isEmpty();
      assertThat(process.stop(GRACE, soon())).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void isFoundByItsTokenWhenItsStarterDiedBeforeWritingItDown() throws IOException {
    var pid = ensure(sleeper("100")).pid();
    var token = PidFile.parse(Files.readString(process.pidFile())).orElseThrow().token();
    Files.writeString(process.pidFile(), PidFile.starting(token, sleeper("100")).text());
    assertThat(ensure(sleeper("100")))
        .isEqualTo(new DetachedProcess.Outcome(new ProcessPlan.Keep(pid), pid));
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> ensure(new Launch(List.of("/no/such"), Map.of(), folder.resolve("log"))))
        .hasMessage("`/no/such` can't be started: there is no such program");
  }

  private DetachedProcess.Outcome ensure(Launch launch) {
    return process.ensure(() -> launch, GRACE, soon());
  }

  private Launch sleeper(String seconds) {
    return new Launch(List.of("sleep", seconds), Map.of(), folder.resolve("log"));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  /// A launcher in a JVM of its own, which starts a process and ends at once.
  static final class LauncherThatDies {

    private LauncherThatDies() {}

    public static void main(String[] arguments) {
      new DetachedProcess(Path.of(arguments[0]))
          .ensure(
              () -> new Launch(List.of("sleep", "100"), Map.of(), Path.of(arguments[1])),
              GRACE,
              soon());
    }
  }
}
