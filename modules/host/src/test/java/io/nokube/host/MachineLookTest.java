package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class MachineLookTest {

  @Test
  void anEngineThatCannotBeUsedIsToldWithTheReasonAndWhatToDo() {
    assertThat(refusal(new DockerState.Running("19.03.15", "1.40")))
        .isEqualTo(
            "{\"refusal\":\"the Docker engine is 19.03.15 (API 1.40), which is too old\","
                + "\"advice\":\"upgrade it to Docker 20.10 or newer\"}");
  }

  @Test
  void oneThatCanBeUsedOrInstalledIsNotRefused() {
    assertThat(refusal(new DockerState.Running("20.10.24", "1.41"))).isEqualTo("{}");
    assertThat(refusal(new DockerState.NotInstalled())).isEqualTo("{}");
  }

  private static String refusal(DockerState seen) {
    var report = JsonNodeFactory.instance.objectNode();
    MachineLook.refusal(DockerPlan.of(seen, true, Privilege.ROOT), report);
    return report.toString();
  }
}
