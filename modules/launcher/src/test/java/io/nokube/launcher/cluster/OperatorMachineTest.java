package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.certificates.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorMachineTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path home;
  private OperatorMachine machine;

  @BeforeEach
  void aMachine() {
    machine = new OperatorMachine(Map.of("FULL", "hunter2", "EMPTY", ""), home, NOW);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
  }

  @Test
  void aVariableThatHoldsNothingIsNotSet() {
    assertThat(machine.faultOfVariable("FULL")).isEmpty();
    assertThat(machine.faultOfVariable("EMPTY"))
        .contains("is not set: have it hold the password (export it) when this command runs");
    assertThat(machine.faultOfVariable("NOWHERE")).isEqualTo(machine.faultOfVariable("EMPTY"));
  }

  @Test
  void aPasswordIsItsFileButForTheEndOfTheLine() throws Exception {
    file("one", "hunter2\n");
    file("windows", "hunter2\r\n");
    file("bare", "hunter2");
    file("blank", "hunter2 \n\n");

    for (String name : new String[] {"one", "windows", "bare"}) {
      assertThat(machine.secret("~/" + name)).isEqualTo("hunter2");
    }
    assertThat(machine.secret(home.resolve("blank").toString())).isEqualTo("hunter2 \n");
  }

  @Test
  void aFileThatGivesNoPasswordIsNamedByItsFault() throws IOException {
    file("empty", "\n");
    Files.write(home.resolve("latin"), "höchst".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(machine.faultOfSecret("~/none")).contains("there is no such file");
    assertThat(machine.faultOfSecret("~/empty"))
        .contains("the file is empty: have it hold the password and nothing else");
    assertThat(machine.faultOfSecret("~/latin")).contains("the file is no text in UTF-8");
    assertThat(machine.faultOfSecret(home.toString())).isPresent();
  }

  @Test
  void anAuthorityIsACertificateThatIsGoodNow() throws IOException {
    InstantSource clock = InstantSource.fixed(NOW);
    String good = Authority.create("registry", clock, Duration.ofDays(30)).certificatePem();
    String old =
        Authority.create(
                "old", InstantSource.fixed(NOW.minus(Duration.ofDays(9))), Duration.ofDays(8))
            .certificatePem();
    file("good", good);
    file("both", good + old);
    file("words", "hunter2");

    assertThat(machine.faultOfAuthority("~/good")).isEmpty();
    assertThat(machine.faultOfAuthority("~/both"))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("the file's certificate has expired at 2026-11-29T"));
    assertThat(machine.faultOfAuthority("~/words"))
        .contains("the file holds no certificate in PEM");
    assertThat(machine.faultOfAuthority("~/none")).contains("there is no such file");
  }

  @Test
  void itShowsNoSecret() {
    assertThat(machine.toString()).doesNotContain("hunter2");
  }
}
