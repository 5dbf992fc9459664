package io.nokube.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String LONG_AGO = "2026-01-02T03:00:00Z";
  private static final String JUST_NOW = "2026-01-02T03:04:00Z";
  private static final JsonNode NONE = json("[]");
  private static final JsonNode NOTHING = json("{}");
  private static final JsonNode LED = json("[{'path': 'kubecontroller', 'node': 'n1'}]");

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Diagnosis found(JsonNode nodes, JsonNode pods, JsonNode actors) {
    return Diagnosis.of(List.of(), new Said(nodes, pods, NONE, actors, NOTHING), NOW);
  }

  private static List<Finding> ofHealth(String health) {
    return Diagnosis.of(List.of(), new Said(NONE, NONE, NONE, LED, json(health)), NOW).findings();
  }

  private static String deployment(String name, int wanted, int there) {
    return "{'metadata': {'name': '%s', 'namespace': 'default', 'creationTimestamp': '%s'}, 'spec': {'replicas': %d}, 'status': {'replicas': %d}}"
        .formatted(name, LONG_AGO, wanted, there);
  }

  private static List<Finding> ofNodes(String... nodes) {
    return found(json("[" + String.join(",", nodes) + "]"), NONE, LED).findings();
  }

  private static List<Finding> ofPod(String metadata, String status) {
    String pod =
        "[{'metadata': {'name': 'p', 'namespace': 'default', %s}, 'spec': {'nodeName': 'n2'}, 'status': %s}]"
            .formatted(metadata, status);
    return found(NONE, json(pod), LED).findings();
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
            new Said(
                json("[" + node("n1", "1", "True", "") + "]"),
                json(
                    "[{'metadata': {'name': 'p'}, 'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}]}},"
                        + "{'metadata': {'name': 'q'}, 'status': {'phase': 'Succeeded'}}]"),
                json("[" + deployment("web", 2, 2) + "]"),
                LED,
                json(
                    "{'etcd': {'quotaBackendBytes': 1000, 'members': [{'endpoint': 'e', 'bytes': 500, 'errors': []}]}, 'manifests': []}")),
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
    Diagnosis leaderless = Diagnosis.of(List.of(), new Said(NONE, NONE, NONE, NONE, NOTHING), NOW);
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
    assertThat(found(NONE, pods, LED).findings().getFirst().subject()).isEqualTo("pod/p -n shop");
  }

  @Test
  void aSilentMemberOfEtcdIsNamedWithWhatIsLeft() {
    String silent = "{'endpoint': 'https://b:2379', 'unreachable': 'refused'}";
    String well = "{'endpoint': 'https://a:2379', 'bytes': 1, 'errors': []}";

    Finding one = ofHealth("{'etcd': {'members': [%s]}}".formatted(silent)).getFirst();
    Finding ofThree =
        ofHealth("{'etcd': {'members': [%s, %s, %s]}}".formatted(well, silent, well)).getFirst();
    Finding ofFive =
        ofHealth(
                "{'etcd': {'members': [%s, %s, %s, %s, %s]}}"
                    .formatted(well, silent, well, well, well))
            .getFirst();

    assertThat(one.subject()).isEqualTo("etcd https://b:2379");
    assertThat(one.wrong()).isEqualTo("does not answer: refused");
    assertThat(one.advice()).startsWith("nothing can be changed until it does");
    assertThat(ofThree.advice()).startsWith("the others serve; if one more fails, nothing can");
    assertThat(ofFive.advice()).startsWith("the others serve, and 1 more may fail");
  }

  @Test
  void etcdsOwnComplaintsAndAQuotaThatIsNearlyUsedUpAreNamed() {
    List<Finding> found =
        ofHealth(
            "{'etcd': {'quotaBackendBytes': 104857600, 'members': [{'endpoint': 'e', 'bytes': 94371840, 'errors': ['alarm:NOSPACE ']}]}}");

    assertThat(found)
        .extracting(Finding::wrong)
        .containsExactly("says alarm:NOSPACE ", "its database takes 90 % of its quota of 100 MiB");
    assertThat(found.getFirst().advice()).contains("alarm disarm");
    assertThat(
            ofHealth("{'etcd': {'members': [{'endpoint': 'e', 'bytes': 94371840, 'errors': []}]}}"))
        .isEmpty();
  }

  @Test
  void aManifestThatIsNotCarriedOutSaysWhyNot() {
    List<Finding> found =
        ofHealth(
            "{'manifests': [{'key': 'web', 'state': 'refused', 'problems': ['3:5: spec.replica: unknown field']}]}");

    assertThat(found)
        .containsExactly(
            new Finding(
                "manifests/web",
                "refused: 3:5: spec.replica: unknown field",
                "put a text without these problems; what ran before runs on"));
  }

  @Test
  void aDeploymentThatLacksPodsIsNamedOnceItHadTimeToMakeThem() {
    JsonNode deployments = json("[" + deployment("web", 3, 2) + "]");
    Said said = new Said(NONE, NONE, deployments, LED, NOTHING);

    assertThat(Diagnosis.of(List.of(), said, NOW).findings())
        .extracting(Finding::subject, Finding::wrong)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("deployment/web", "has 2 of 3 pods"));
    assertThat(Diagnosis.of(List.of(), said, Instant.parse(LONG_AGO).plusSeconds(10)).findings())
        .isEmpty();
  }

  private static List<Finding> ofCertificates(String certificates) {
    Said said =
        new Said(
            json("[" + node("n1", "1", "True", "") + "]"),
            NONE,
            NONE,
            LED,
            json("{'certificates': " + certificates + "}"));
    return Diagnosis.of(List.of(), said, NOW).findings();
  }

  /// Of a hundred days' life, so many of which are left at [#NOW].
  private static String lasts(long days) {
    Instant until = NOW.plus(Duration.ofDays(days));
    return "'from': '%s', 'until': '%s'".formatted(until.minus(Duration.ofDays(100)), until);
  }

  @Test
  void aCertificateThatIsRenewedInTimeIsWell() {
    assertThat(ofCertificates("{'nodes': [{'node': 'n1', " + lasts(25) + "}]}")).isEmpty();
    assertThat(ofCertificates("{'authorities': [{'file': 'ca.crt', " + lasts(10) + "}]}"))
        .isEmpty();
    assertThat(ofCertificates("{'etcd': [{'file': 'etcd.crt', " + lasts(25) + "}]}")).isEmpty();
  }

  @Test
  void aNodeWhoseRenewalWasMissedIsSaidWhileItsCertificateLasts() {
    assertThat(ofCertificates("{'nodes': [{'node': 'n1', " + lasts(24) + "}]}"))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subject()).isEqualTo("node/n1");
          assertThat(found.wrong()).isEqualTo("its certificate expires at 2026-01-26T03:04:05Z");
          assertThat(found.advice()).contains("was due", "nokube new-or-update");
        });
  }

  @Test
  void aNodeWhoseCertificateHasExpiredNeedsAnother() {
    assertThat(ofCertificates("{'nodes': [{'node': 'n1', " + lasts(0) + "}]}"))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.wrong())
              .isEqualTo("its certificate has expired at 2026-01-02T03:04:05Z");
          assertThat(found.advice()).startsWith("`nokube new-or-update`");
        });
  }

  @Test
  void whatANodeHasToldThatIsNoMoreIsOfNoConcern() {
    assertThat(ofCertificates("{'nodes': [{'node': 'n9', " + lasts(0) + "}]}")).isEmpty();
  }

  @Test
  void anAuthorityIsSaidInTheLastTenthOfItsLife() {
    assertThat(ofCertificates("{'authorities': [{'file': 'ca.crt', " + lasts(9) + "}]}"))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subject()).isEqualTo("ca.crt");
          assertThat(found.wrong()).startsWith("this authority expires at ");
          assertThat(found.advice()).contains("no certificate outlasts it");
        });
    assertThat(ofCertificates("{'authorities': [{'file': 'ca.crt', " + lasts(-1) + "}]}"))
        .singleElement()
        .satisfies(found -> assertThat(found.wrong()).contains("has expired at"));
  }

  @Test
  void aCertificateForAnEtcdOfOthersIsTheirsToRenew() {
    assertThat(ofCertificates("{'etcd': [{'file': 'etcd.crt', " + lasts(24) + "}]}"))
        .singleElement()
        .satisfies(found -> assertThat(found.advice()).contains("etcd.external"));
  }

  @Test
  void anAuthorityOfEtcdsIsJudgedAsAuthoritiesAre() {
    String etcd = "{'etcd': [{'file': 'etcd-ca.crt', 'authority': true, %s}]}";
    assertThat(ofCertificates(etcd.formatted(lasts(10)))).isEmpty();
    assertThat(ofCertificates(etcd.formatted(lasts(9))))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.wrong()).startsWith("this authority of etcd's expires at ");
          assertThat(found.advice()).contains("etcd.external");
        });
  }

  private static String signing(long authority, String nodes) {
    return "{'authorities': [{'file': 'ca.crt', 'signs': 'nodes', %s}], 'nodes': [%s]}"
        .formatted(lasts(authority), nodes);
  }

  @Test
  void aNodeWhoseCertificateEndsWithTheAuthorityMissedNoRenewal() {
    String n1 = "{'node': 'n1', " + lasts(20) + "}";
    assertThat(ofCertificates(signing(20, n1))).isEmpty();
    assertThat(ofCertificates(signing(21, n1)))
        .extracting(Finding::subject)
        .containsExactly("node/n1");
    assertThat(ofCertificates(signing(-1, "{'node': 'n1', " + lasts(-1) + "}")))
        .extracting(Finding::subject)
        .containsExactly("ca.crt");
  }

  @Test
  void aNodeThatHasToldNothingIsNamedWhereNodesHaveCertificates() {
    assertThat(ofCertificates(signing(50, "")))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subject()).isEqualTo("node/n1");
          assertThat(found.wrong()).startsWith("it has not told which certificate it has");
        });
    assertThat(ofCertificates("{'authorities': [], 'nodes': []}")).isEmpty();
  }

  @Test
  void certificatesThatCannotBeAskedForAreNotTakenForNone() {
    assertThat(
            ofCertificates(
                "{'unreadable': 'etcd is away', 'nodes': [], 'authorities': [{'file': 'ca.crt', 'signs': 'nodes', "
                    + lasts(50)
                    + "}]}"))
        .singleElement()
        .satisfies(found ->
            assertThat(found.wrong())
                .isEqualTo("which certificates the nodes have can't be read: etcd is away"));
    assertThat(ofCertificates("{'unreadable': 'etcd is away', 'nodes': [], 'authorities': []}"))
        .isEmpty();
  }

  @Test
  void aCertificateThatCannotBeReadSaysWhy() {
    assertThat(
            ofCertificates("{'authorities': [{'file': 'ca.crt', 'unreadable': 'no such file'}]}"))
        .singleElement()
        .satisfies(found ->
            assertThat(found.wrong()).isEqualTo("this authority can't be read: no such file"));
  }
}
