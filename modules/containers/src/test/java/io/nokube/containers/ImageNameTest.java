package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageNameTest {
  @Test
  void aNameIsCutAtItsTagAndNotAtItsRegistrysPort() {
    assertThat(ImageName.of("nginx")).isEqualTo(new ImageName("nginx", "latest"));
    assertThat(ImageName.of("nginx:1.27")).isEqualTo(new ImageName("nginx", "1.27"));
    assertThat(ImageName.of("host:5000/a/b")).isEqualTo(new ImageName("host:5000/a/b", "latest"));
    assertThat(ImageName.of("host:5000/a/b:c")).isEqualTo(new ImageName("host:5000/a/b", "c"));
    assertThat(ImageName.of("a/b:c@sha256:00")).isEqualTo(new ImageName("a/b", "sha256:00"));
  }
}
