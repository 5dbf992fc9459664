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

  @Test
  void aRegistryHasADotAPortOrCapitalsOrIsThisMachine() {
    assertThat(ImageName.of("nginx:1.27").registry()).isEqualTo("docker.io");
    assertThat(ImageName.of("team/shop").registry()).isEqualTo("docker.io");
    assertThat(ImageName.of("index.docker.io/library/nginx").registry()).isEqualTo("docker.io");
    assertThat(ImageName.of("docker.io/library/nginx").registry()).isEqualTo("docker.io");
    assertThat(ImageName.of("registry.example.com/shop").registry())
        .isEqualTo("registry.example.com");
    assertThat(ImageName.of("registry:5000/a/b:c").registry()).isEqualTo("registry:5000");
    assertThat(ImageName.of("localhost/shop").registry()).isEqualTo("localhost");
    assertThat(ImageName.of("Team/shop").registry()).isEqualTo("Team");
  }
}
