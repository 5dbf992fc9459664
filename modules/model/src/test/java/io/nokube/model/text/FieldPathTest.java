package io.nokube.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static final FieldPath IMAGE =
      FieldPath.ROOT.field("spec").field("containers").item(0).field("image");

  @Test
  void isWrittenAsKubernetesWritesIt() {
    assertThat(FieldPath.ROOT.toString()).isEmpty();
    assertThat(IMAGE).hasToString("spec.containers[0].image");
    assertThat(FieldPath.ROOT.field("data").key("a.txt")).hasToString("data[a.txt]");
  }

  @Test
  void aKeyLikeANameIsTakenForAField() {
    assertThat(FieldPath.ROOT.keyOrField("max_surge-2")).hasToString("max_surge-2");
    assertThat(FieldPath.ROOT.keyOrField("a.txt")).hasToString("[a.txt]");
    assertThat(FieldPath.ROOT.keyOrField("größe")).hasToString("[größe]");
  }

  @Test
  void fieldsAreWithoutIndexesAndKeys() {
    assertThat(IMAGE.fields()).containsExactly("spec", "containers", "image");
    assertThat(FieldPath.ROOT.field("data").key("a").fields()).containsExactly("data");
  }

  @Test
  void aVeryLongNameIsShortened() {
    assertThat(FieldPath.ROOT.field("x".repeat(80))).hasToString("x".repeat(80));
    assertThat(FieldPath.ROOT.field("x".repeat(81))).hasToString("x".repeat(77) + "...");
    assertThat(FieldPath.ROOT.key("y".repeat(81))).hasToString("[" + "y".repeat(77) + "...]");
  }
}
