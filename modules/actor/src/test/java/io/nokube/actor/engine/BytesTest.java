package io.nokube.actor.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.VolumePlan.Bytes;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final Bytes SECRET = new Bytes("hunter2".getBytes(UTF_8));

  @Test
  void areComparedByContent() {
    assertThat(SECRET)
        .isEqualTo(new Bytes("hunter2".getBytes(UTF_8)))
        .hasSameHashCodeAs(new Bytes("hunter2".getBytes(UTF_8)))
        .isNotEqualTo(new Bytes("hunter3".getBytes(UTF_8)))
        .isNotEqualTo("hunter2");
    assertThat(SECRET.hashCode()).isNotEqualTo(new Bytes("hunter3".getBytes(UTF_8)).hashCode());
  }

  @Test
  void areNeverPrinted() {
    assertThat(SECRET).hasToString("7 bytes");
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] given = {1, 2};
    Bytes bytes = new Bytes(given);
    given[0] = 9;
    bytes.copy()[1] = 9;

    assertThat(bytes.copy()).containsExactly(1, 2);
  }
}
