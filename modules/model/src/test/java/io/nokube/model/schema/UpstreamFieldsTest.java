package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is looked up of Kubernetes' own fields and kinds.
class UpstreamFieldsTest {
  private final Upstream upstream = Upstream.load();

  @Test
  void aFieldIsFoundByItsWay() {
    assertThat(upstream.has("Pod", List.of("spec", "containers", "livenessProbe"))).isTrue();
    assertThat(upstream.has("Pod", List.of("spec", "containers", "livenesProbe"))).isFalse();
    assertThat(upstream.has("Pod", List.of("metadata"))).isTrue();
    assertThat(upstream.has("Pod", List.of())).isFalse();
    assertThat(upstream.has("Pot", List.of("metadata"))).isFalse();
  }

  @Test
  void theFieldsAtAPlace() {
    assertThat(upstream.fieldsAt("Pod", List.of("spec")))
        .contains("containers", "initContainers", "nodeName")
        .doesNotContain("replicas");
    assertThat(upstream.fieldsAt("Pod", List.of("spec", "nodeName"))).isEmpty();
    assertThat(upstream.fieldsAt("Pod", List.of("nothing"))).isEmpty();
  }

  @Test
  void onlyObjectsHaveATypeOfTheirOwn() {
    assertThat(upstream.typeOf("Pod", "spec")).contains("PodSpec");
    assertThat(upstream.typeOf("PodSpec", "nodeName")).isEmpty();
    assertThat(upstream.typeOf("PodSpec", "nothing")).isEmpty();
    assertThat(upstream.typeOf("Nothing", "spec")).isEmpty();
  }

  @Test
  void kindsHaveTheirApiVersions() {
    assertThat(upstream.apiVersions("Deployment")).contains("apps/v1");
    assertThat(upstream.apiVersions("Job")).containsExactly("batch/v1");
    assertThat(upstream.apiVersions("Jobb")).isEmpty();
    assertThat(upstream.kinds()).contains("Pod", "Service", "CronJob").doesNotContain("#", "");
  }
}
