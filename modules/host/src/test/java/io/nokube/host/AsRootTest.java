package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The command agent of another user, with other words than sudo's before its command.
class AsRootTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void itsStepsArePassedOnAndItsResultIsReturned() {
    var result = by("env").prepare(nothing(), "; or by hand");
    assertThat(result.path("installed")).isEmpty();
    assertThat(said()).contains("\"step\":\"packages\"").doesNotContain("\"step\":\"system\"");
  }

  @Test
  void itsErrorIsOurs() {
    assertThatThrownBy(() -> by("env").prepare(wanted("no-such-package-anywhere"), ""))
        .isInstanceOf(StepFailure.class)
        .hasMessage("missing: no-such-package-anywhere, and it was said not to install anything");
  }

  @Test
  void whatRefusesToRunItIsShownWithItsWords() {
    assertThatThrownBy(
            () -> by("ls", "--a-password-is-required").prepare(nothing(), "; or by hand"))
        .isInstanceOfSatisfying(
            StepFailure.class,
            failure -> assertThat(failure.advice()).endsWith("sudo without a password; or by hand"))
        .hasMessageContaining("could not prepare this machine")
        .hasMessageContaining("a-password-is-required");
  }

  @Test
  void theRequestIsTheSameOnTheOtherSide() {
    var request =
        new Request.PrepareMachine(
            List.of("a", "b"),
            true,
            false,
            true,
            Path.of("/l"),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(7));
    assertThat(RequestReader.read(AsRoot.base64(request))).isEqualTo(request);
  }

  private AsRoot by(String... become) {
    return new AsRoot(List.of(become), new Progress(out));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Request.PrepareMachine nothing() {
    return new Request.PrepareMachine(
        List.of(),
        false,
        false,
        true,
        Path.of("/l"),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  private static Request.PrepareMachine wanted(String name) {
    return new Request.PrepareMachine(
        List.of(name),
        false,
        false,
        true,
        Path.of("/l"),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30));
  }
}
