package io.nokube.host.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

  @Test
  void whatItSaysIsCaptured() {
    var ended = new Program("sh", "-c", "echo out; echo err >&2; exit 3").run(in(10));
    assertThat(ended).isEqualTo(new Program.Ended(3, "out\n", "err\n"));
  }

  @Test
  void aFailureShowsTheCommandAndItsLastLines() {
    assertThatThrownBy(() ->
            new Program("sh", "-c", "echo the disk is full >&2; exit 100")
                .runSuccessfully(in(10), "make room"))
        .isInstanceOfSatisfying(
            StepFailure.class, failure -> assertThat(failure.advice()).isEqualTo("make room"))
        .hasMessage(
            "`sh -c echo the disk is full >&2; exit 100` ended with code 100:\nthe disk is full");
  }

  @Test
  void atItsDeadlineItIsStoppedWithItsChildren() {
    var marker = "4" + ProcessHandle.current().pid();
    assertThatThrownBy(() ->
            new Program("sh", "-c", "echo waiting; sleep " + marker + "; true")
                .run(Deadline.in(Duration.ofMillis(500))))
        .hasMessageContaining("did not end within 0 s")
        .hasMessageContaining("waiting");
    var left =
        Proc.KERNEL.pids().stream()
            .filter(pid -> Proc.KERNEL.commandLine(pid).equals(List.of("sleep", marker)));
    assertThat(left).isEmpty();
  }

  @Test
  void aChildInTheBackgroundIsNotWaitedFor() {
    var started = System.nanoTime();
    var ended = new Program("sh", "-c", "sleep 20 & echo done").run(in(10));
    assertThat(ended.output()).isEqualTo("done\n");
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofSeconds(8).toNanos());
  }

  @Test
  void oneThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Program("no-such-program").run(in(1)))
        .isInstanceOf(StepFailure.class)
        .hasMessageStartingWith("`no-such-program` can't be started");
    assertThat(Program.find("no-such-program")).isEmpty();
    assertThat(Program.find("sh")).isPresent();
  }

  private static Deadline in(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds));
  }
}
