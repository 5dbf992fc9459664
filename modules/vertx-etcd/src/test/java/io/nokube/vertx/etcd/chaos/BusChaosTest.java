package io.nokube.vertx.etcd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A few cycles of `make chaos`, and what other cluster managers are known to fail at.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BusChaosTest {

  private static String said = "";

  @BeforeAll
  static void run() throws Exception {
    said = said("6", "42", "1");
  }

  @ParameterizedTest
  @EnumSource(KnownFailure.class)
  void whatOthersFailAtHolds(KnownFailure failure) {
    assertThat(said).contains(failure.reported() + " holds");
  }

  @Test
  void aFewCyclesOfFaultsLoseNoRegistrationAndLeaveNoGhost() {
    assertThat(said)
        .contains("6 cycles, 0 ghost, 0 lost registrations, 0 without an answer, 0 broken off");
  }

  private static String said(String... arguments) throws Exception {
    var output = Files.createTempFile("chaos-", ".txt");
    try {
      var code =
          Enclosure.enter(
              BusChaos.class, List.of(arguments), ProcessBuilder.Redirect.to(output.toFile()));
      var words = Files.readString(output);
      assertThat(code).as(words).isZero();
      return words;
    } finally {
      Files.delete(output);
    }
  }
}
