package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "abc, abc, 0",
    "abc, '', 3",
    "'', abc, 3",
    "abc, abd, 1",
    "abc, ab, 1",
    "abc, xabc, 1",
    "abcd, abdc, 1",
    "ca, abc, 3",
    "kitten, sitting, 3"
  })
  void editsAndSwapsCountOne(String a, String b, int edits) {
    assertThat(Nearest.edits(a, b)).isEqualTo(edits);
  }

  @Test
  void aThirdOfTheWordMayBeWrong() {
    assertThat(Nearest.to("replcas", List.of("selector", "replicas"))).contains("replicas");
    assertThat(Nearest.to("REPLICAS", List.of("replicas"))).contains("replicas");
    assertThat(Nearest.to("abcdef", List.of("abcdxy"))).contains("abcdxy");
    assertThat(Nearest.to("abcdef", List.of("abcxyz"))).isEmpty();
    assertThat(Nearest.to("ab", List.of("ac"))).contains("ac");
    assertThat(Nearest.to("ab", List.of("cd"))).isEmpty();
  }

  @Test
  void ofEqualsTheFirstIsMeant() {
    assertThat(Nearest.to("port", List.of("porta", "portb"))).contains("porta");
    assertThat(Nearest.to("portc", List.of("portab", "portb"))).contains("portb");
  }

  @Test
  void noNameIsThatLong() {
    assertThat(Nearest.to("x".repeat(100), List.of("x".repeat(99)))).contains("x".repeat(99));
    assertThat(Nearest.to("x".repeat(101), List.of("x".repeat(100)))).isEmpty();
  }
}
