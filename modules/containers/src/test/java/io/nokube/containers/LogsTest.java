package io.nokube.containers;

import static io.nokube.containers.TestNode.done;
import static io.nokube.containers.TestNode.one;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LogsTest {
  private static final Duration WAIT = Duration.ofMillis(200);

  private TestNode node;
  private final Plans plan = Plans.pod("web");

  @BeforeEach
  void open() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private LogRequest request(boolean follow, boolean previous, long tail, long limit) {
    return new LogRequest(plan.path(), follow, previous, false, tail, -1, limit);
  }

  private String whole(LogRequest request) {
    try (var log = (Logs.Open) node.engine().logs(request)) {
      return untilEnd(log);
    }
  }

  private static String untilEnd(Logs.Open log) {
    var text = new ByteArrayOutputStream();
    Instant deadline = Instant.now().plusSeconds(30);
    Optional<byte[]> piece = log.next(WAIT);
    while (piece.isPresent()) {
      assertThat(Instant.now()).as("the log ends").isBefore(deadline);
      text.writeBytes(piece.get());
      piece = log.next(WAIT);
    }
    return text.toString(UTF_8);
  }

  private void run(String script, int attempt) {
    one(node.engine().start(plan.attempt(attempt).sh(script).plan()));
    Eventually.within(
        Duration.ofSeconds(20),
        "it ends",
        () -> node.seen(plan.path()).state() instanceof SeenContainer.State.Exited);
  }

  @Test
  void bothStreamsAreReadTailedAndLimited() {
    run("echo one; echo two >&2; echo three", 0);

    assertThat(whole(request(false, false, -1, -1)).lines())
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(whole(request(false, false, 1, -1)).lines()).hasSize(1);
    assertThat(whole(request(false, false, -1, 5))).hasSize(5);
    assertThat(whole(request(true, false, 2, -1)).lines()).hasSize(2);
  }

  @Test
  void aLogIsFollowedWhileItIsWritten() {
    var id =
        one(node.engine()
                .start(
                    plan.sh(
                            "echo first; trap 'echo last; exit 0' TERM; while :; do"
                                + " /bin/busybox sleep 1 & wait $!; done")
                        .plan()))
            .id();
    try (var log = (Logs.Open) node.engine().logs(request(true, false, -1, -1))) {
      var text = new StringBuilder();
      Eventually.within(
          Duration.ofSeconds(20),
          "the first line is read",
          () -> {
            log.next(WAIT).ifPresent(piece -> text.append(new String(piece, UTF_8)));
            return text.toString().equals("first\n");
          });
      done(node.engine().stop(id, Duration.ofSeconds(20)));
      assertThat(untilEnd(log)).isEqualTo("last\n");
    }
  }

  @Test
  void thePreviousLifesLogIsThere() {
    run("echo old", 0);
    assertThat(node.engine().logs(request(false, true, -1, -1)))
        .isEqualTo(
            new Logs.None("previous terminated container \"main\" in pod \"web\" not found"));
    one(node.engine().start(plan.attempt(1).sh("echo new").plan()));

    assertThat(whole(request(false, true, -1, -1))).isEqualTo("old\n");
    assertThat(whole(request(true, false, -1, -1))).isEqualTo("new\n");
  }

  @Test
  void aContainerThatIsNotThereHasNoLog() {
    assertThat(node.engine().logs(request(false, false, -1, -1)))
        .isEqualTo(
            new Logs.None("container \"main\" in pod \"web\" is not there, so it has no log"));
  }

  @Test
  void readersAreCountedAndAClosedOneMakesRoom() {
    one(node.engine().start(plan.sh("while :; do echo y; done").plan()));
    var first = (Logs.Open) node.engine().logs(request(true, false, -1, -1));
    var second = (Logs.Open) node.engine().logs(request(true, false, -1, -1));

    assertThat(node.engine().logs(request(true, false, -1, -1)))
        .isInstanceOfSatisfying(
            Logs.None.class, none -> assertThat(none.why()).startsWith("2 logs are being read"));
    first.close();
    var third = (Logs.Open) node.engine().logs(request(true, false, -1, -1));
    Eventually.within(
        Duration.ofSeconds(20),
        "it is read",
        () -> third.next(WAIT).map(piece -> piece.length > 0).orElse(false));
    second.close();
    third.close();
  }
}
