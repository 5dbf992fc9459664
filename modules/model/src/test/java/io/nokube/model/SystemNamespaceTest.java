package io.nokube.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemNamespaceTest {
  @Test
  void whatIsInItAndItselfAreRefused() {
    assertThat(
            SystemNamespace.refusal(
                new ObjectKey(ResourceType.DEPLOYMENT, "nokube-system", "grafana")))
        .contains(
            "deployment/grafana is the cluster's own: the namespace nokube-system is changed by"
                + " nokube new-or-update alone; use another one");
    assertThat(SystemNamespace.refusal(new ObjectKey(ResourceType.NAMESPACE, "", "nokube-system")))
        .isPresent();
  }

  @Test
  void allElseIsNot() {
    assertThat(SystemNamespace.refusal(new ObjectKey(ResourceType.POD, "default", "x"))).isEmpty();
    assertThat(SystemNamespace.refusal(new ObjectKey(ResourceType.NAMESPACE, "", "shop")))
        .isEmpty();
    assertThat(SystemNamespace.refusal(new ObjectKey(ResourceType.POD, "default", "nokube-system")))
        .isEmpty();
  }
}
