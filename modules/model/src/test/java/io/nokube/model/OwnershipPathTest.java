package io.nokube.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipPathTest {
  private static final OwnershipPath WEB = OwnershipPath.top("default", "deployment", "web");
  private static final OwnershipPath POD = WEB.child("pod", "web-5c9-x2");

  @Test
  void isWrittenFromTheRootDown() {
    assertThat(POD).hasToString("kubecontroller/default/deployment-web/pod-web-5c9-x2");
    assertThat(OwnershipPath.top("", "placement", "main"))
        .hasToString("kubecontroller/_/placement-main");
    assertThat(OwnershipPath.agent(new NodeName("n1"))).hasToString("agent-n1");
  }

  @Test
  void theParentOfAnOwnerInANamespaceIsTheRoot() {
    assertThat(POD.parent()).contains(WEB);
    assertThat(WEB.parent()).contains(OwnershipPath.KUBECONTROLLER);
    assertThat(OwnershipPath.KUBECONTROLLER.parent()).isEmpty();
  }

  @Test
  void aRootHasNoChildWithoutNamespace() {
    assertThat(WEB.isRoot()).isFalse();
    assertThat(OwnershipPath.KUBECONTROLLER.isRoot()).isTrue();
    assertThatThrownBy(() -> OwnershipPath.KUBECONTROLLER.child("pod", "a"))
        .hasMessage("a child of kubecontroller needs a namespace: use top(...)");
  }

  @Test
  void kindNameAndNamespace() {
    assertThat(POD.kind()).isEqualTo("pod");
    assertThat(POD.name()).isEqualTo("web-5c9-x2");
    assertThat(POD.namespace()).isEqualTo("default");
    assertThat(OwnershipPath.KUBECONTROLLER.kind()).isEqualTo("kubecontroller");
    assertThat(OwnershipPath.KUBECONTROLLER.name()).isEmpty();
    assertThat(OwnershipPath.KUBECONTROLLER.namespace()).isEmpty();
    assertThat(OwnershipPath.top("", "placement", "main").namespace()).isEmpty();
  }

  @Test
  void belowIsBySegments() {
    assertThat(POD.isAtOrBelow(WEB)).isTrue();
    assertThat(POD.isAtOrBelow(POD)).isTrue();
    assertThat(WEB.isAtOrBelow(POD)).isFalse();
    assertThat(OwnershipPath.top("default", "deployment", "web2").isAtOrBelow(WEB)).isFalse();
  }

  @Test
  void areOrderedByText() {
    assertThat(WEB).isLessThan(POD);
    assertThat(POD).isGreaterThan(WEB);
    assertThat(WEB).isEqualByComparingTo(OwnershipPath.top("default", "deployment", "web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "/a", "a/b/", "A", "a//b", "a/b/C", "a/b/..c "})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> new OwnershipPath(text))
        .hasMessage("\"" + text + "\" is no ownership path");
  }
}
