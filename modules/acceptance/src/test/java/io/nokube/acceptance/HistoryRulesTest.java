package io.nokube.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each rule finds what breaks it, and nothing else.
class HistoryRulesTest {
  private static final String POD = "objects/core/pods/default/steady-a";
  private static final String MAP = "objects/core/configmaps/default/refused";
  private static final String DEPLOYMENT = "objects/apps/deployments/default/steady";
  private static final String ALIVE_POD =
      "alive/kubecontroller/default/deployment-steady/pod-steady-a";
  private static final String ALIVE_DEPLOYMENT = "alive/kubecontroller/default/deployment-steady";
  private static final String GOING =
      ", deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30";

  private final Map<String, JsonNode> start =
      new TreeMap<>(
          Map.of(
              "alive/agent-n1",
              json("{}"),
              "alive/kubecontroller/_/placement-main",
              json("{}"),
              ALIVE_DEPLOYMENT,
              json("{}")));
  private final List<EtcdHistory.Step> steps = new ArrayList<>();

  private static JsonNode json(String text) {
    return Cluster.json(text.replace('\'', '"').replaceAll("([a-zA-Z]+): ", "\"$1\": "));
  }

  private static String pod(String uid, String meta, String node, String status) {
    return "{metadata: {uid: '%s'%s}, spec: {%s}, status: {%s}}"
        .formatted(uid, meta, node.isEmpty() ? "" : "nodeName: '" + node + "'", status);
  }

  private void put(String... keysAndValues) {
    Map<String, Optional<JsonNode>> changes = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      changes.put(keysAndValues[i], Optional.of(json(keysAndValues[i + 1])));
    }
    steps.add(new EtcdHistory.Step(steps.size() + 1, changes));
  }

  private void gone(String key) {
    steps.add(new EtcdHistory.Step(steps.size() + 1, Map.of(key, Optional.empty())));
  }

  private HistoryRules rules() {
    return new HistoryRules(new EtcdHistory(start, steps));
  }

  private List<String> broken() {
    return rules().broken("steady", 1, Set.of("refused"));
  }

  @Test
  void aPodThatIsTakenFromASilentNodeAndReplacedBreaksNothing() {
    put(POD, pod("1", "", "", ""));
    put(POD, pod("1", "", "n1", ""), "bindings/n1/default/steady-a", pod("1", "", "n1", ""));
    put(ALIVE_POD, "{}");
    put(POD, pod("1", "", "n1", "containerStatuses: [{ready: true}]"));
    put(DEPLOYMENT, "{spec: {}, status: {replicas: 1}}");
    put(DEPLOYMENT, "{spec: {}, status: {replicas: 1, readyReplicas: 1}}");
    put("objects/core/pods/default/steady-0", pod("0", "", "n1", "phase: 'Failed'"));
    put("objects/core/pods/default/steady-0", pod("0", GOING, "n1", "phase: 'Failed'"));
    gone("alive/agent-n1");
    put(POD, pod("1", GOING, "n1", "containerStatuses: [{ready: true}]"));
    put("objects/core/pods/default/steady-b", pod("2", "", "", ""));
    gone(POD);
    put("objects/core/configmaps/default/accepted", "{}");

    assertThat(broken()).isEmpty();
    assertThat(rules().taken("steady"))
        .containsExactly(
            new HistoryRules.Taken(
                10, "steady-a", "n1", false, Instant.parse("2026-01-01T00:00:01Z")));
  }

  @Test
  void aPodIsNotTakenFromANodeThatIsThere() {
    put(POD, pod("1", "", "n1", ""));
    put(POD, pod("1", GOING, "n1", ""));

    assertThat(broken())
        .containsExactly("revision 2: steady-a is asked to go, though its node is there");
  }

  @Test
  void aPodDoesNotChangeItsNode() {
    put(POD, pod("1", "", "n1", ""));
    put(POD, pod("1", "", "n2", ""));

    assertThat(broken()).containsExactly("revision 2: steady-a goes from n1 to n2");
  }

  @Test
  void onlyPlacementBinds() {
    start.remove("alive/kubecontroller/_/placement-main");
    put(POD, pod("1", "", "", ""));
    put(POD, pod("1", "", "n1", ""));

    assertThat(broken())
        .containsExactly("revision 2: steady-a is put on n1, while there is no placement");
  }

  @Test
  void aPodIsBoundToOneNode() {
    put("bindings/n1/default/steady-a", "{}");
    put("bindings/n2/default/steady-a", "{}");

    assertThat(broken()).containsExactly("revision 2: steady-a is bound to n1 and n2");
  }

  @Test
  void whoTellsOfAPodsContainersHasAnAliveRecord() {
    put(POD, pod("1", "", "n1", ""));
    put(POD, pod("1", "", "n1", "containerStatuses: [{ready: false}]"));

    assertThat(broken())
        .containsExactly("revision 2: of steady-a somebody tells who has no alive record");
  }

  @Test
  void whoTellsOfADeploymentHasAnAliveRecord() {
    start.remove(ALIVE_DEPLOYMENT);
    put(DEPLOYMENT, "{spec: {}, status: {replicas: 1}}");
    put(DEPLOYMENT, "{spec: {}, status: {replicas: 2}}");

    assertThat(broken())
        .containsExactly("revision 2: deployment steady has a new status of nobody who is alive");
  }

  @Test
  void whatIsGoneStaysGone() {
    put(POD, pod("1", "", "", ""));
    gone(POD);
    put(POD, pod("1", "", "", ""));

    assertThat(broken()).containsExactly("revision 3: steady-a was gone, and is there again");
  }

  @Test
  void whatIsToGoIsNotToStay() {
    start.remove("alive/agent-n1");
    put(POD, pod("1", GOING, "n1", ""));
    put(POD, pod("1", "", "n1", ""));

    assertThat(broken()).containsExactly("revision 2: steady-a was to go, and is to stay again");
  }

  @Test
  void thereAreNotMorePodsThanReplicas() {
    put(POD, pod("1", "", "", ""));
    put("objects/core/pods/default/steady-b", pod("2", "", "", ""));

    assertThat(broken())
        .containsExactly("revision 2: steady has more than 1 pods: [steady-a, steady-b]");
  }

  @Test
  void whatWasRefusedIsNotCarriedOut() {
    put(MAP, "{}");

    assertThat(broken()).containsExactly("revision 1: refused was refused, and carried out");
  }

  @Test
  void whatWasAcceptedIsCarriedOutOnceAndStays() {
    put("objects/core/configmaps/default/a", "{}");
    put("objects/core/configmaps/default/a", "{}");
    gone("objects/core/configmaps/default/a");

    assertThat(broken())
        .containsExactly(
            "revision 2: a is made a second time", "revision 3: a is gone, which nobody asked for");
  }
}
