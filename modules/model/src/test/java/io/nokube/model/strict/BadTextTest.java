package io.nokube.model.strict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a text can be wrong in before anybody asks what it says. Each message stands as users see
/// it.
@Timeout(20)
class BadTextTest {
  @Test
  void anEmptyFile() {
    assertThat(Reading.problems("")).containsExactly(EMPTY);
    assertThat(Reading.problems("# only a comment\n---\n---\n")).containsExactly(EMPTY);
  }

  private static final String EMPTY =
      "web.yaml:1:1: holds no object: write at least one document with apiVersion, kind and metadata";

  @Test
  void aTab() {
    assertThat(Reading.problems("metadata:\n\tname: a\n"))
        .containsExactly("web.yaml:2:1: a tab can't indent YAML: use spaces");
  }

  @Test
  void aDuplicateKey() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  name: b
                data:
                  x.txt: "1"
                  x.txt: "2"
                """))
        .containsExactly(
            "web.yaml:5:3: metadata.name: duplicate key: it stands at 4:3 already; remove one of the two",
            "web.yaml:8:3: data[x.txt]: duplicate key: it stands at 7:3 already; remove one of the two");
  }

  @Test
  void invalidUtf8IsPlacedByLineColumnAndByte() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("kind: Pod\nname: ü".getBytes(UTF_8));
    text.write(0xFF);
    text.writeBytes("\n".getBytes(UTF_8));

    assertThat(Reading.problems(text.toByteArray()))
        .containsExactly("web.yaml:2:8: invalid UTF-8 at byte 18 (0xFF): save the file as UTF-8");
  }

  @Test
  void textCutOffWithinACharacterIsInvalidUtf8() {
    assertThat(Reading.problems(new byte[] {'a', ':', ' ', (byte) 0xC3}))
        .containsExactly("web.yaml:1:4: invalid UTF-8 at byte 3 (0xC3): save the file as UTF-8");
  }

  @Test
  void aControlCharacter() {
    assertThat(Reading.problems("a: 1\nb: \u0007\n"))
        .containsExactly(
            "web.yaml:2:4: control character U+0007 can't stand in YAML: remove it, or escape it in double quotes");
  }

  @Test
  void anAliasBombIsRefusedBeforeItGoesOff() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append(String.join(", ", List.of(before, before, before, before, before, before)))
          .append("]\n");
    }

    assertThat(Reading.problems(bomb.toString()))
        .containsExactly(
            "web.yaml:7:15: more than 200000 keys and values, each alias counted as what it stands for: split the file, or write the values out");
  }

  @Test
  void aLongTextUnderManyAliasesIsRefusedToo() {
    String text = "a: &a " + "x".repeat(1_000_000) + "\nb: [" + "*a, ".repeat(20) + "*a]\n";

    assertThat(Reading.problems(text))
        .singleElement()
        .asString()
        .startsWith("web.yaml:2:")
        .endsWith(
            ": more than 16 Mi characters, each alias counted as what it stands for: split the file, or write the values out");
  }

  @Test
  void tenThousandLevelsOfNesting() {
    String deep =
        "nested more than 100 levels deep: no object needs that; look for a bracket or dash too many";

    assertThat(Reading.problems("a: " + "[".repeat(10_000) + "]".repeat(10_000)))
        .containsExactly("web.yaml:1:103: " + deep);
    assertThat(Reading.problems("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
        .containsExactly("web.yaml:1:105: " + deep);
    assertThat(Reading.problems("- ".repeat(10_000) + "a"))
        .containsExactly("web.yaml:1:201: " + deep);
    assertThat(Reading.problems("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)))
        .containsExactly("web.yaml:1:501: " + deep);
  }

  @Test
  void deepNestingByIndentation() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }

    assertThat(Reading.problems(text.toString()))
        .containsExactly(
            "web.yaml:101:101: nested more than 100 levels deep: no object needs that; look for a bracket or dash too many");
  }

  @Test
  void anAliasWithoutAnAnchor() {
    assertThat(Reading.problems("a: *b\n"))
        .containsExactly(
            "web.yaml:1:4: alias *b stands for nothing yet: give the value its name &b above, not around, this line");
  }

  @Test
  void aValueThatHoldsItself() {
    assertThat(Reading.problems("a: &a\n  b: *a\n"))
        .containsExactly(
            "web.yaml:2:6: alias *a stands for nothing yet: give the value its name &a above, not around, this line");
  }

  @Test
  void whatIsTooLongIsNotEvenParsed() {
    assertThat(Reading.problems(new byte[9 << 20]))
        .containsExactly(
            "web.yaml:1:1: 9437184 bytes are more than the 8 MiB that are read: split the file");
  }

  @Test
  void syntaxErrorsOfAllDocumentsAreSaid() {
    assertThat(
            Reading.problems(
                """
                a: b: c
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                ---
                x: [1, 2
                """))
        .containsExactly(
            "web.yaml:1:5: not YAML: mapping values are not allowed here: put text that holds \": \" in quotes, or check the indentation",
            "web.yaml:8:1: not YAML: expected ',' or ']', but got <stream end> (while parsing a flow sequence): a bracket is left open");
  }

  @Test
  void brokenJsonShowsNoneOfItsText() {
    assertThat(Reading.problems("{\"kind\": \"Secret\",\n \"data\": hunter2}"))
        .containsExactly(
            "web.yaml:2:10: not JSON: a bare word stands where a value should: put text in double quotes");
  }

  @Test
  void keysThatYamlChangesNeedQuotes() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data:
                  on: "1"
                  010: "2"
                  8080: "3"
                """))
        .containsExactly(
            "web.yaml:5:3: data: expected text as a key, found the boolean on: YAML changes it; put the key in quotes",
            "web.yaml:6:3: data: expected text as a key, found the number 010: YAML changes it; put the key in quotes");
  }

  @Test
  void tagsOfOtherLanguagesAreRefused() {
    assertThat(Reading.problems("a: !!java/object:java.net.URL [\"x\"]\n"))
        .containsExactly("web.yaml:1:4: tag !!java/object:java.net.URL isn't supported: remove it");
  }

  @Test
  void aTextThatIsNoObject() {
    assertThat(Reading.problems("hello\n"))
        .containsExactly(
            "web.yaml:1:1: expected an object with apiVersion, kind and metadata, found text");
  }

  @Test
  void aVeryLongValueIsReadInTime() {
    for (String quote : List.of("", "\"", "'")) {
      assertThat(Reading.problems("a: " + quote + "x".repeat(8_000_000) + quote + "\n"))
          .containsExactly(
              "web.yaml:1:1: apiVersion: Required value: every object says its apiVersion, such as v1",
              "web.yaml:1:1: kind: Required value: every object says its kind, such as Deployment");
    }
  }

  @Test
  void ofManyBrokenDocumentsTheFirstAreSaid() {
    assertThat(Reading.problems("a: b: c\n---\n".repeat(600_000)))
        .hasSize(21)
        .startsWith(
            "web.yaml:1:5: not YAML: mapping values are not allowed here: put text that holds \": \" in quotes, or check the indentation")
        .endsWith("web.yaml:40:1: not read from here on, after 20 errors: fix those first");
  }
}
