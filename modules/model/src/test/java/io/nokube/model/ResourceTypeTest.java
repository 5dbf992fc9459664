package io.nokube.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTypeTest {
  @ParameterizedTest
  @ValueSource(strings = {"deployments", "deployment", "Deployment", "deploy", "deployments.apps"})
  void isFoundByAllItsNames(String word) {
    assertThat(ResourceType.named(word)).contains(ResourceType.DEPLOYMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "deployments.core", "dep", "DEPLOY", "pods.v1"})
  void isNotFoundByOthers(String word) {
    assertThat(ResourceType.named(word)).isEmpty();
  }

  @Test
  void isFoundByApiVersionAndKindTogether() {
    assertThat(ResourceType.of("apps/v1", "Deployment")).contains(ResourceType.DEPLOYMENT);
    assertThat(ResourceType.of("v1", "Pod")).contains(ResourceType.POD);
    assertThat(ResourceType.of("v1", "Deployment")).isEmpty();
    assertThat(ResourceType.of("apps/v1", "Pod")).isEmpty();
  }

  @Test
  void hasTheNamesThatKubectlPrints() {
    assertThat(ResourceType.DAEMON_SET.apiVersion()).isEqualTo("apps/v1");
    assertThat(ResourceType.CONFIG_MAP.apiVersion()).isEqualTo("v1");
    assertThat(ResourceType.CONFIG_MAP.singular()).isEqualTo("configmap");
    assertThat(ResourceType.DAEMON_SET).hasToString("daemonsets.apps");
    assertThat(ResourceType.POD).hasToString("pods");
  }

  @Test
  void aKeyHasANamespaceWhereItsTypeHasOne() {
    ObjectKey web = new ObjectKey(ResourceType.DEPLOYMENT, "default", "web");

    assertThat(web).hasToString("deployments.apps default/web");
    assertThat(web.shortName()).isEqualTo("deployment/web");
    assertThat(new ObjectKey(ResourceType.NODE, "", "n1")).hasToString("nodes n1");
    assertThatThrownBy(() -> new ObjectKey(ResourceType.POD, "", "a"))
        .hasMessage("pods \"a\" needs a namespace");
    assertThatThrownBy(() -> new ObjectKey(ResourceType.NODE, "default", "n1"))
        .hasMessage("nodes \"n1\" takes no namespace");
    assertThatThrownBy(() -> new ObjectKey(ResourceType.NODE, "", ""))
        .hasMessage("an object of nodes needs a name");
  }

  @Test
  void aResourceVersionIsTheRevision() {
    assertThat(Revision.parse("")).isEqualTo(Revision.NONE);
    assertThat(Revision.parse("17")).isEqualTo(new Revision(17)).isGreaterThan(Revision.NONE);
    assertThat(Revision.NONE.resourceVersion()).isEmpty();
    assertThat(new Revision(17).resourceVersion()).isEqualTo("17");
  }
}
