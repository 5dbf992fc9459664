package io.nokube.kinds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {
  private static String expand(String text) {
    return Expansion.of(text, Map.of("A", "one", "B", "$(A)", "EMPTY", ""));
  }

  @Test
  void aKnownNameIsReplaced() {
    assertThat(expand("$(A)")).isEqualTo("one");
    assertThat(expand("x$(A)y$(A)z")).isEqualTo("xoneyonez");
    assertThat(expand("<$(EMPTY)>")).isEqualTo("<>");
  }

  @Test
  void anUnknownNameStaysAsItIsWritten() {
    assertThat(expand("$(NOPE)")).isEqualTo("$(NOPE)");
  }

  @Test
  void aDoubledDollarIsOne() {
    assertThat(expand("$$(A)")).isEqualTo("$(A)");
    assertThat(expand("$$$(A)")).isEqualTo("$one");
    assertThat(expand("$$")).isEqualTo("$");
  }

  @Test
  void whatIsReplacedIsNotExpandedAgain() {
    assertThat(expand("$(B)")).isEqualTo("$(A)");
  }

  @Test
  void anythingElseStays() {
    assertThat(expand("$A ${A} $(A $")).isEqualTo("$A ${A} $(A $");
    assertThat(expand("")).isEmpty();
  }
}
