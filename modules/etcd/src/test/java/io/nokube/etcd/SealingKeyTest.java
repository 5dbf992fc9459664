package io.nokube.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
  private static final SecureRandom CHANCE = new SecureRandom();

  @Test
  void itsTextIsBase64Of32Bytes() {
    SealingKey key = SealingKey.generate(CHANCE);

    assertThat(Base64.getDecoder().decode(key.text())).hasSize(32);
    assertThat(SealingKey.parse(key.text() + "\n").text()).isEqualTo(key.text());
    assertThat(SealingKey.parse(key.text()).id()).isEqualTo(key.id()).matches("[0-9a-f]{8}");
  }

  @Test
  void twoKeysAreTwo() {
    assertThat(SealingKey.generate(CHANCE).text()).isNotEqualTo(SealingKey.generate(CHANCE).text());
    assertThat(SealingKey.generate(CHANCE).id()).isNotEqualTo(SealingKey.generate(CHANCE).id());
  }

  @Test
  void itIsNeverPrinted() {
    SealingKey key = SealingKey.generate(CHANCE);

    assertThat(key).hasToString("SealingKey[" + key.id() + "]");
    assertThat(Sealing.parse(key.text())).hasToString("Sealing[SealingKey[" + key.id() + "]]");
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> SealingKey.parse("hunter2!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("reading a sealing key: it is no Base64; a key is 32 random bytes in Base64");
    assertThatThrownBy(() -> SealingKey.parse("aHVudGVyMg=="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reading a sealing key: it has 7 bytes; a key is 32 random bytes in Base64");
  }

  @Test
  void aFileMayHoldSeveralOfWhichTheFirstSeals() {
    SealingKey first = SealingKey.generate(CHANCE);
    SealingKey second = SealingKey.generate(CHANCE);

    Sealing sealing = Sealing.parse(first.text() + "\n\n" + second.text() + "\n");

    assertThat(sealing.keys().stream().map(SealingKey::id).toList())
        .containsExactly(first.id(), second.id());
    assertThatThrownBy(() -> Sealing.parse("\n"))
        .hasMessageContaining("reading sealing keys: there is none");
  }
}
