package io.nokube.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default","creationTimestamp":"2026-01-02T03:04:05Z"},
       "spec":{"containers":[{"name":"main","image":"busybox","imagePullPolicy":"Always",
         "env":[{"name":"A","value":"b"}],
         "resources":{"limits":{"cpu":"1","memory":"64Mi"}}}],
        "volumes":[{"name":"scratch","emptyDir":{}}],
        "restartPolicy":"Always","terminationGracePeriodSeconds":30}}
      """;

  @Test
  void whatIsAbsentIsEmptyAndNeverNull() {
    Pod pod = Json.read(POD.getBytes(UTF_8), Pod.class);

    assertThat(pod.metadata().labels()).isEmpty();
    assertThat(pod.spec().nodeName()).isEmpty();
    assertThat(pod.spec().containers().getFirst().command()).isEmpty();
    assertThat(pod.status().phase()).isEqualTo(PodStatus.Phase.PENDING);
    assertThat(pod.spec().volumes().getFirst().emptyDir()).isPresent();
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    Pod pod = Json.read(POD.getBytes(UTF_8), Pod.class);

    byte[] written = Json.write(pod);

    assertThat(Json.read(written, Pod.class)).isEqualTo(pod);
    assertThat(new String(written, UTF_8))
        .startsWith("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"")
        .contains("\"emptyDir\":{}")
        .contains("2026-01-02T03:04:05Z")
        .doesNotContain("null");
  }

  @Test
  void aConfigMapKeepsAnEmptyValue() {
    ConfigMap config =
        Json.read(
            "{\"metadata\":{\"name\":\"c\",\"namespace\":\"default\"},\"data\":{\"a\":\"\"}}"
                .getBytes(UTF_8),
            ConfigMap.class);

    assertThat(new String(Json.write(config), UTF_8)).contains("\"data\":{\"a\":\"\"}");
  }

  @Test
  void keysAreWrittenInOrder() {
    ConfigMap config =
        Json.read(
            "{\"metadata\":{\"name\":\"c\",\"namespace\":\"default\"},\"data\":{\"z\":\"1\",\"a\":\"2\"}}"
                .getBytes(UTF_8),
            ConfigMap.class);

    assertThat(new String(Json.write(config), UTF_8)).contains("{\"a\":\"2\",\"z\":\"1\"}");
  }

  @Test
  void aPercentageAndACountAreBothRead() {
    Deployment deployment =
        Json.read(
            """
            {"metadata":{"name":"d","namespace":"default"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}},
              "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}}}}
            """
                .getBytes(UTF_8),
            Deployment.class);

    var rolling = deployment.spec().strategy().rollingUpdate().orElseThrow();
    assertThat(rolling.maxSurge().ceilingOf(10)).isEqualTo(3);
    assertThat(rolling.maxUnavailable().floorOf(10)).isEqualTo(1);
    assertThat(new String(Json.write(deployment), UTF_8)).contains("\"maxUnavailable\":1");
  }
}
