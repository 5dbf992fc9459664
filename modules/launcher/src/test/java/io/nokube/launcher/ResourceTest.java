package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
  private static final Resource PODS = Resource.named("pods");

  @Test
  void anObjectHasKubernetesPath() {
    assertThat(PODS.object("shop", "web-1.a")).isEqualTo("/api/v1/namespaces/shop/pods/web-1.a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../configmaps/page", "a b", "a?b=c", "%zz", "A", "-a", "a/b", ".."})
  void whatIsNoNameReachesNoOtherPlace(String name) {
    assertThatThrownBy(() -> PODS.object("default", name))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "\"%s\" can't be a name: it has lower case letters, digits, '-' and '.', and begins and ends with a letter or digit"
                .formatted(name));
    assertThatThrownBy(() -> PODS.collection(name, false))
        .hasMessageStartingWith("\"" + name + "\" can't be a namespace: ");
  }
}
