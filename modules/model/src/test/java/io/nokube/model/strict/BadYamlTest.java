package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What can't be read as YAML, with what to do. Each message stands as users see it.
class BadYamlTest {

  @Test
  void aColonTooMany() {
    assertThat(
            Reading.problems(
                """
                a: b: c
                """))
        .containsExactly(
            "web.yaml:1:5: not YAML: mapping values are not allowed here: put text that holds \": \" in quotes, or check the indentation");
  }

  @Test
  void aLineWithoutColon() {
    assertThat(
            Reading.problems(
                """
                a: b
                c
                d: e
                """))
        .containsExactly(
            "web.yaml:3:1: not YAML: could not find expected ':' (while scanning a simple key): a key needs a colon after it");
  }

  @Test
  void aReservedCharacter() {
    assertThat(
            Reading.problems(
                """
                a: @b
                """))
        .containsExactly(
            "web.yaml:1:4: not YAML: found character '@' that cannot start any token. (Do not use @ for indentation) (while scanning for the next token): put text that begins with this character in quotes");
  }

  @Test
  void anOpenBracket() {
    assertThat(
            Reading.problems(
                """
                a: [b, c
                """))
        .containsExactly(
            "web.yaml:2:1: not YAML: expected ',' or ']', but got <stream end> (while parsing a flow sequence): a bracket is left open");
  }

  @Test
  void aBracketTooMany() {
    assertThat(
            Reading.problems(
                """
                a: [b, c]]
                """))
        .containsExactly(
            "web.yaml:1:10: not YAML: expected <block end>, but found ']' (while parsing a block mapping): check the indentation of this line");
  }

  @Test
  void anOpenQuote() {
    assertThat(
            Reading.problems(
                """
                a: "b
                """))
        .containsExactly(
            "web.yaml:2:1: not YAML: found unexpected end of stream (while scanning a quoted scalar): a quote or bracket is left open");
  }

  @Test
  void aTabBelowSpaces() {
    assertThat(
            Reading.problems(
                """
                a:
                  b: c
                	d: e
                """))
        .containsExactly("web.yaml:3:1: a tab can't indent YAML: use spaces");
  }
}
