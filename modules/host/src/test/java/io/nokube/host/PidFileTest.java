package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PidFileTest {

  @Test
  void aPidFileSaysWhatWasWritten() {
    var file = PidFile.starting("t", launch("a")).started(new PidFile.Known("boot", 7, 99));
    assertThat(PidFile.parse(file.text())).isEqualTo(Optional.of(file));
    var starting = PidFile.starting("t", launch("a"));
    assertThat(PidFile.parse(starting.text())).isEqualTo(Optional.of(starting));
  }

  @Test
  void aTornPidFileSaysNothing() {
    assertThat(PidFile.parse("")).isEmpty();
    assertThat(PidFile.parse("{\"token\":\"x")).isEmpty();
    assertThat(PidFile.parse("4711\n")).isEmpty();
  }

  @Test
  void aLaunchDiffersByCommandAndEnvironment() {
    var base = new Launch(List.of("a", "b"), Map.of("X", "1"), Path.of("/l"));
    assertThat(new Launch(List.of("a", "b"), Map.of("X", "1"), Path.of("/other")).fingerprint())
        .isEqualTo(base.fingerprint());
    assertThat(new Launch(List.of("ab"), Map.of("X", "1"), Path.of("/l")).fingerprint())
        .isNotEqualTo(base.fingerprint());
    assertThat(new Launch(List.of("a", "b"), Map.of("X", "2"), Path.of("/l")).fingerprint())
        .isNotEqualTo(base.fingerprint());
  }

  private static Launch launch(String program) {
    return new Launch(List.of(program), Map.of(), Path.of("/l"));
  }
}
