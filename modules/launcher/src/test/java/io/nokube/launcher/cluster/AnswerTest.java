package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.launcher.ssh.Output;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final String STARTED =
      "{\"step\":\"agent\",\"state\":\"started\",\"detail\":\"starting the agent of n2\"}";

  private static Answer of(int exitCode, String errors, String... lines) {
    return new Answer(
        "n2",
        "start-agent-container",
        new Printed(new ArrayDeque<>(List.of(lines)), exitCode, errors),
        Duration.ofSeconds(1));
  }

  @Test
  void aCommandAgentThatIsKilledIsToldWithTheStepThatWasUnderWay() {
    Answer answer = of(137, "", STARTED);
    answer.line();

    assertThatThrownBy(answer::line)
        .hasMessage(
            "n2: agent: the command agent was killed (signal 9) before it said how this went");
  }

  @Test
  void oneThatEndsBeforeItsFirstStepIsToldWithWhatItWasAskedFor() {
    assertThatThrownBy(of(1, "Could not reserve enough space\n")::line)
        .hasMessage(
            "n2: start-agent-container: the command agent ended with code 1 before it said how this"
                + " went: Could not reserve enough space");
  }

  @Test
  void whatItSaysItselfOfAFailureIsTaken() {
    Answer answer =
        of(
            1,
            "",
            STARTED,
            "{\"error\":{\"step\":\"agent\",\"message\":\"the port is taken\",\"advice\":\"free it\"}}");
    answer.line();

    assertThatThrownBy(answer::line)
        .isInstanceOfSatisfying(
            NodeFailure.class, failure -> assertThat(failure.advice()).isEqualTo("free it"))
        .hasMessage("n2: agent: the port is taken");
  }

  /// A program that printed this and ended so.
  private record Printed(Queue<String> lines, int exitCode, String errors) implements Output {
    @Override
    public Optional<String> nextLine(Duration patience) {
      return Optional.ofNullable(lines.poll());
    }
  }
}
