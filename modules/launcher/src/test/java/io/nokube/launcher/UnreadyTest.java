package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnreadyTest {
  private static final JsonNode WEB = json("{'metadata': {'name': 'web', 'uid': 'u'}}");

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String pod(String name, String owner, String status) {
    return "{'kind': 'Pod', 'metadata': {'name': '%s', 'ownerReferences': [{'uid': '%s'}]}, 'status': %s}"
        .formatted(name, owner, status);
  }

  private static Optional<String> why(String... pods) {
    return Unready.why(WEB, json("[" + String.join(",", pods) + "]"));
  }

  private static String waiting(String reason, String message) {
    return "{'containerStatuses': [{'state': {'waiting': {'reason': '%s', 'message': '%s'}}}]}"
        .formatted(reason, message);
  }

  @Test
  void aContainerThatWaitsSaysWhy() {
    assertThat(why(pod("web-1", "u", waiting("RunContainerError", "port is taken"))))
        .contains("pod/web-1 RunContainerError: port is taken");
  }

  @Test
  void aPodThatNoNodeTakesSaysWhy() {
    assertThat(
            why(
                pod(
                    "web-1",
                    "u",
                    "{'conditions': [{'type': 'PodScheduled', 'status': 'False',"
                        + " 'reason': 'Unschedulable', 'message': '0/3 nodes are available'}]}")))
        .contains("pod/web-1 Unschedulable: 0/3 nodes are available");
  }

  @Test
  void aPodThatWasRejectedSaysWhy() {
    assertThat(why(pod("web-1", "u", "{'reason': 'NodePorts', 'message': 'no port'}")))
        .contains("pod/web-1 NodePorts: no port");
  }

  @Test
  void whatOthersSayDoesNotCount() {
    assertThat(why(pod("db-1", "v", waiting("RunContainerError", "port is taken")))).isEmpty();
  }

  @Test
  void whatIsReadySaysNothing() {
    assertThat(
            why(
                pod(
                    "web-1",
                    "u",
                    "{'message': 'was slow', 'conditions': [{'type': 'Ready', 'status': 'True'}]}")))
        .isEmpty();
  }

  @Test
  void threeAreEnough() {
    String status = waiting("RunContainerError", "port is taken");

    assertThat(
            why(
                pod("web-1", "u", status),
                pod("web-2", "u", status),
                pod("web-3", "u", status),
                pod("web-4", "u", status)))
        .hasValueSatisfying(said -> assertThat(said).contains("web-3").doesNotContain("web-4"));
  }
}
