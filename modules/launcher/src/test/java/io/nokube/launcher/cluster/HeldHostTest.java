package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.launcher.ssh.Output;
import io.nokube.launcher.ssh.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class HeldHostTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Talk talk =
      new Talk(new LinkedBlockingQueue<>(), new CopyOnWriteArrayList<>(), 137);
  private final HeldHost held = HeldHost.by("n2", talk);

  @Test
  void eachRequestGetsTheLinesOfItsNumber() {
    Output first = held.begin("look", "Zmlyc3Q=");
    Output second = held.begin("verify-upload", "c2Vjb25k");
    talk.says("{\"request\":2,\"result\":{}}");
    talk.says("{\"request\":1,\"step\":\"a\",\"state\":\"started\"}");

    assertThat(talk.heard()).containsExactly("1 Zmlyc3Q=\n", "2 c2Vjb25k\n");
    assertThat(first.nextLine(SOON).orElseThrow()).contains("\"step\":\"a\"");
    assertThat(second.nextLine(SOON).orElseThrow()).contains("\"result\"");
  }

  @Test
  void theEndOfTheProcessIsTheEndOfAllAlsoOfWhatIsAskedLater() {
    Output first = held.begin("look", "Zmlyc3Q=");
    talk.ends();

    assertThat(first.nextLine(SOON)).isEmpty();
    assertThatThrownBy(
            new Answer("n2", "verify-upload", held.begin("verify-upload", "c2Vjb25k"), SOON)::line)
        .hasMessage(
            "n2: verify-upload: the command agent was killed (signal 9) before it said how this went");
  }

  @Test
  void aLineOfNobodyIsToldToAll() {
    Answer first = new Answer("n2", "look", held.begin("look", "Zmlyc3Q="), SOON);
    talk.says("Welcome to Debian!");

    assertThatThrownBy(first::line).hasMessageContaining("Welcome to Debian!");
  }

  @Test
  void silenceEndsARequestAtItsDeadline() {
    Output first = held.begin("look", "Zmlyc3Q=");

    assertThatThrownBy(() -> first.nextLine(Duration.ofMillis(1)))
        .hasMessageStartingWith("n2: look: the command agent has said nothing for");
  }

  /// A process that says what the test has it say.
  private record Talk(BlockingQueue<Optional<String>> lines, List<String> heard, int exitCode)
      implements Run {
    void says(String line) {
      lines.add(Optional.of(line));
    }

    void ends() {
      lines.add(Optional.empty());
    }

    @Override
    public Optional<String> nextLine(Duration patience) {
      return nextLine();
    }

    @Override
    public Optional<String> nextLine() {
      try {
        return lines.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void send(byte[] input) {
      heard.add(new String(input, StandardCharsets.US_ASCII));
    }

    @Override
    public void closeInput() {
      ends();
    }

    @Override
    public String errors() {
      return "";
    }

    @Override
    public void close() {
      ends();
    }
  }
}
