package io.nokube.launcher.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TailTest {
  private static String kept(int most, String... pieces) {
    var tail = new Tail(most);
    for (var piece : pieces) {
      tail.add((piece + "??").getBytes(StandardCharsets.UTF_8), piece.length());
    }
    return tail.text();
  }

  @Test
  void theEndIsKept() {
    assertThat(kept(4)).isEmpty();
    assertThat(kept(4, "ab", "c")).isEqualTo("abc");
    assertThat(kept(4, "ab", "cdef")).isEqualTo("cdef");
    assertThat(kept(4, "abc", "de")).isEqualTo("bcde");
    assertThat(kept(4, "ab", "cdefgh")).isEqualTo("efgh");
    assertThat(kept(4, "abcd", "")).isEqualTo("abcd");
  }
}
