package io.nokube.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EtcdKeysTest {
  private static final EtcdKeys KEYS = new EtcdKeys(new ClusterName("demo"));
  private static final NodeName N1 = new NodeName("n1");

  @Test
  void everythingIsBelowTheCluster() {
    assertThat(KEYS.root()).isEqualTo("/nokube/demo/");
    assertThat(KEYS.id()).isEqualTo("/nokube/demo/id");
    assertThat(KEYS.epoch()).isEqualTo("/nokube/demo/epoch");
    assertThat(KEYS.config()).isEqualTo("/nokube/demo/config");
    assertThat(KEYS.bindings(N1)).isEqualTo("/nokube/demo/bindings/n1/");
    assertThat(KEYS.binding(N1, "default", "web"))
        .isEqualTo("/nokube/demo/bindings/n1/default/web");
    assertThat(KEYS.alive()).isEqualTo("/nokube/demo/alive/");
    assertThat(KEYS.alive(OwnershipPath.KUBECONTROLLER))
        .isEqualTo("/nokube/demo/alive/kubecontroller");
    assertThat(KEYS.manifests()).isEqualTo("/nokube/demo/manifests/");
    assertThat(KEYS.manifestsStatus()).isEqualTo("/nokube/demo/manifests-status/");
    assertThat(KEYS.bus()).isEqualTo("/nokube/demo/bus/");
  }

  @Test
  void anObjectsKeyNamesGroupResourceNamespaceAndName() {
    ObjectKey web = new ObjectKey(ResourceType.DEPLOYMENT, "default", "web");
    ObjectKey node = new ObjectKey(ResourceType.NODE, "", "n1");

    assertThat(KEYS.object(web)).isEqualTo("/nokube/demo/objects/apps/deployments/default/web");
    assertThat(KEYS.object(node)).isEqualTo("/nokube/demo/objects/core/nodes/_/n1");
    assertThat(KEYS.objects(ResourceType.DEPLOYMENT))
        .isEqualTo("/nokube/demo/objects/apps/deployments/");
    assertThat(KEYS.objects(ResourceType.NODE, "")).isEqualTo("/nokube/demo/objects/core/nodes/_/");
  }

  @Test
  void anObjectsKeyIsReadBack() {
    ObjectKey web = new ObjectKey(ResourceType.DEPLOYMENT, "default", "web");
    ObjectKey node = new ObjectKey(ResourceType.NODE, "", "n1");

    assertThat(KEYS.objectKey(web.type(), KEYS.object(web))).isEqualTo(web);
    assertThat(KEYS.objectKey(node.type(), KEYS.object(node))).isEqualTo(node);
    assertThatThrownBy(
            () -> KEYS.objectKey(web.type(), "/nokube/demo/objects/apps/deployments/a/b/c"))
        .hasMessage(
            "/nokube/demo/objects/apps/deployments/a/b/c is no key of an object of deployments.apps");
  }
}
