package io.nokube.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String LONG_AGO = "2026-01-02T03:00:00Z";
  private static final String JUST_NOW = "2026-01-02T03:04:00Z";
  private static final JsonNode NONE = json("[]");
  private static final JsonNode LED = json("[{'path': 'kubecontroller', 'node': 'n1'}]");

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static List<Finding> ofNodes(String... nodes) {
    return Diagnosis.of(List.of(), json("[" + String.join(",", nodes) + "]"), NONE, LED, NOW)
        .findings();
  }

  private static List<Finding> ofPod(String metadata, String status) {
    String pod =
        "[{'metadata': {'name': 'p', 'namespace': 'default', %s}, 'spec': {'nodeName': 'n2'}, 'status': %s}]"
            .formatted(metadata, status);
    return Diagnosis.of(List.of(), NONE, json(pod), LED, NOW).findings();
  }

  private static List<Finding> ofPod(String status) {
    return ofPod("'creationTimestamp': '" + LONG_AGO + "'", status);
  }

  private static String node(String name, String version, String ready, String reason) {
    return ("{'metadata': {'name': '%s'}, 'status': {'nodeInfo': {'kubeletVersion': '%s'}, 'conditions':"
            + " [{'type': 'Ready', 'status': '%s', 'reason': '%s', 'message': 'so it is', 'lastTransitionTime': '%s'}]}}")
        .formatted(name, version, ready, reason, LONG_AGO);
  }

  private static String waiting(String reason) {
    return "{'phase': 'Pending', 'containerStatuses': [{'state': {'waiting': {'reason': '%s', 'message': 'because'}}}]}"
        .formatted(reason);
  }

  @Test
  void whereAllIsWellNothingIsFound() {
    Diagnosis well =
        Diagnosis.of(
            List.of(),
            json("[" + node("n1", "1", "True", "") + "]"),
            json(
                "[{'metadata': {'name': 'p'}, 'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}]}},"
                    + "{'metadata': {'name': 'q'}, 'status': {'phase': 'Succeeded'}}]"),
            LED,
            NOW);
    assertThat(well.findings()).isEmpty();
    assertThat(well.leader()).isEqualTo("n1");
  }

  @Test
  void aNodeThatIsNotReadySaysWhyAndSinceWhen() {
    assertThat(ofNodes(node("n2", "1", "Unknown", "NodeStatusUnknown")))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subject()).isEqualTo("node/n2");
          assertThat(found.wrong()).isEqualTo("not ready since " + LONG_AGO + ": so it is");
          assertThat(found.advice()).contains("is the host up", "nokube new-or-update");
        });
    assertThat(ofNodes(node("n2", "1", "False", "ContainerRuntimeDown")))
        .singleElement()
        .satisfies(found -> assertThat(found.advice()).contains("start the Docker engine"));
  }

  @Test
  void anUpdateThatWasNotFinishedIsSeenByTheVersions() {
    assertThat(
            ofNodes(
                node("n1", "1", "True", ""),
                node("n2", "2", "True", ""),
                node("n3", "1", "True", "")))
        .singleElement()
        .satisfies(found ->
            assertThat(found.wrong()).endsWith("versions of nokube: 1 on n1, n3; 2 on n2"));
  }

  @Test
  void whereNobodyLeadsThatIsSaid() {
    Diagnosis leaderless = Diagnosis.of(List.of(), NONE, NONE, NONE, NOW);
    assertThat(leaderless.leader()).isEmpty();
    assertThat(leaderless.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.subject()).isEqualTo("kubecontroller"));
  }

  @Test
  void aPodThatWaitsSaysWhyAndWhatHelps() {
    assertThat(ofPod(waiting("ImagePullBackOff")))
        .containsExactly(
            new Finding(
                "pod/p",
                "ImagePullBackOff: because",
                "is the image's name right? `nokube image push NAME` copies an image from this machine to the nodes, without a registry"));
    assertThat(ofPod(waiting("CrashLoopBackOff")).getFirst().advice())
        .startsWith("`nokube logs p --previous`");
    assertThat(ofPod(waiting("CreateContainerConfigError")).getFirst().advice())
        .startsWith("make what it names");
    assertThat(ofPod(waiting("Strange")).getFirst().advice())
        .isEqualTo("`nokube events --for pod/p` tells more");
    assertThat(
            ofPod(
                    "{'phase': 'Pending', 'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable', 'message': '0/3'}]}")
                .getFirst()
                .wrong())
        .isEqualTo("Unschedulable: 0/3");
  }

  @Test
  void aPodMayTakeAWhileToStartAndToEnd() {
    String starting = "{'phase': 'Pending'}";
    assertThat(ofPod("'creationTimestamp': '" + JUST_NOW + "'", starting)).isEmpty();
    assertThat(ofPod(starting).getFirst().wrong())
        .isEqualTo("Pending, and not ready, since " + LONG_AGO);
    String running = "{'phase': 'Running'}";
    assertThat(
            ofPod(
                "'deletionTimestamp': '" + JUST_NOW + "', 'deletionGracePeriodSeconds': 0",
                running))
        .isEmpty();
    assertThat(
            ofPod(
                    "'deletionTimestamp': '" + LONG_AGO + "', 'deletionGracePeriodSeconds': 0",
                    running)
                .getFirst()
                .advice())
        .startsWith("its node, n2, has to end it");
  }

  @Test
  void aPodOfAnotherNamespaceIsNamedSo() {
    JsonNode pods =
        json(
            "[{'metadata': {'name': 'p', 'namespace': 'shop', 'creationTimestamp': '%s'}, 'status': %s}]"
                .formatted(LONG_AGO, waiting("Strange")));
    assertThat(Diagnosis.of(List.of(), NONE, pods, LED, NOW).findings().getFirst().subject())
        .isEqualTo("pod/p -n shop");
  }
}
