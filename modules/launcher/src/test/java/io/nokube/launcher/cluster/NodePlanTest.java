package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.launcher.cluster.NodePlan.Step;
import io.nokube.launcher.cluster.Seen.Engine;
import io.nokube.launcher.cluster.Seen.Member;
import io.nokube.launcher.cluster.Seen.Owner;
import io.nokube.launcher.cluster.Seen.SystemContainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodePlanTest {
  private static final Placed CONFIG = new Placed("config/agent.yaml", "a: 1\n");
  private static final Placed KEY = new Placed("tls/sealing.key", "secret\n");
  private static final NodeWanted HEAD =
      new NodeWanted(
          "n1", true, true, "agent:1", "etcd:1", List.of(), Map.of(), List.of(CONFIG, KEY), "s1");

  private static SystemContainer container(String system, String state, String image, String is) {
    return new SystemContainer(system, "id", state, image, is, "then");
  }

  private static Seen ready(SystemContainer etcd, SystemContainer agent) {
    return new Seen(
        "Debian",
        0,
        new Engine(true, "running", List.of(), Map.of(), Optional.empty()),
        true,
        true,
        Optional.of(new Owner("demo", "id", "n1")),
        Map.of(CONFIG.path(), CONFIG.sha256(), KEY.path(), KEY.sha256()),
        Map.of(),
        new Member(true, Optional.empty()),
        List.of(etcd, agent),
        Map.of("agent:1", "sha-a1", "etcd:1", "sha-e1"));
  }

  private static final SystemContainer ETCD = container("etcd", "running", "sha-e1", "");
  private static final SystemContainer AGENT = container("agent", "running", "sha-a1", "s1");

  private static List<String> told(NodeWanted wanted, Seen seen) {
    return NodePlan.of(wanted, seen).steps().stream().map(Step::told).toList();
  }

  @Test
  void aNodeThatIsWhatTheFileSaysIsLeftAlone() {
    assertThat(NodePlan.of(HEAD, ready(ETCD, AGENT)).isEmpty()).isTrue();
  }

  @Test
  void aBareHostGetsEverything() {
    assertThat(told(HEAD, Seen.BARE))
        .containsExactly(
            "upload and verify nokube",
            "install what is missing, install etcd",
            "make the agent's image",
            "make etcd's image",
            "write config/agent.yaml tls/sealing.key",
            "start etcd",
            "start the agent");
  }

  @Test
  void aHeadThatIsNoMemberAnyMoreLeavesEtcdLast() {
    NodeWanted head =
        new NodeWanted(
            "n1", true, false, "agent:1", "etcd:1", List.of(), Map.of(), List.of(CONFIG), "s2");

    assertThat(told(head, ready(ETCD, AGENT)))
        .containsExactly(
            "replace the agent: its settings change", "leave etcd, and remove its member");
  }

  @Test
  void aWorkerGetsNoEtcd() {
    NodeWanted worker =
        new NodeWanted(
            "n2", false, false, "agent:1", "etcd:1", List.of(), Map.of(), List.of(CONFIG), "s1");

    assertThat(told(worker, Seen.BARE))
        .containsExactly(
            "upload and verify nokube",
            "install what is missing",
            "make the agent's image",
            "write config/agent.yaml",
            "start the agent");
  }

  @Test
  void otherSettingsReplaceTheAgentAlone() {
    Placed changed = new Placed("config/agent.yaml", "a: 2\n");
    NodeWanted wanted =
        new NodeWanted(
            "n1",
            true,
            true,
            "agent:1",
            "etcd:1",
            List.of(),
            Map.of(),
            List.of(changed, KEY),
            "s2");

    assertThat(told(wanted, ready(ETCD, AGENT)))
        .containsExactly("write config/agent.yaml", "replace the agent: its settings change");
  }

  @Test
  void anAgentThatMissedItsRestartIsReplacedThoughItsFilesAreRight() {
    assertThat(told(HEAD, ready(ETCD, container("agent", "running", "sha-a1", "s0"))))
        .containsExactly("replace the agent: its settings change");
  }

  @Test
  void anotherSecretRestartsNothing() {
    Placed key = new Placed("tls/sealing.key", "other\n");
    NodeWanted wanted =
        new NodeWanted(
            "n1", true, true, "agent:1", "etcd:1", List.of(), Map.of(), List.of(CONFIG, key), "s1");

    assertThat(told(wanted, ready(ETCD, AGENT))).containsExactly("write tls/sealing.key");
  }

  private static NodeWanted trusting(Map<String, String> authorities) {
    return new NodeWanted(
        "n1", true, true, "agent:1", "etcd:1", List.of(), authorities, List.of(CONFIG, KEY), "s1");
  }

  private static Seen trusted(Map<String, String> hashes) {
    Seen seen = ready(ETCD, AGENT);
    return new Seen(
        seen.system(),
        0,
        new Engine(true, "running", List.of(), hashes, Optional.empty()),
        true,
        true,
        seen.owner(),
        seen.files(),
        Map.of(),
        seen.member(),
        seen.containers(),
        seen.images());
  }

  @Test
  void aRegistrysAuthorityIsGivenToTheEngineAndRestartsNothing() {
    NodeWanted wanted = trusting(Map.of("a.io", "one", "b.io", "two"));
    Map<String, String> both = Map.of("a.io", Placed.sha256("one"), "b.io", Placed.sha256("two"));

    assertThat(told(wanted, ready(ETCD, AGENT)))
        .containsExactly("have the Docker engine trust the authority of a.io b.io");
    assertThat(told(wanted, trusted(both))).isEmpty();
    assertThat(told(trusting(Map.of("a.io", "other", "b.io", "two")), trusted(both)))
        .containsExactly("have the Docker engine trust the authority of a.io");
    assertThat(told(trusting(Map.of("a.io", "other")), trusted(both)))
        .containsExactly(
            "have the Docker engine trust the authority of a.io, no longer trust the authority of b.io");
    assertThat(told(HEAD, trusted(both)))
        .containsExactly("have the Docker engine no longer trust the authority of a.io b.io");
  }

  @Test
  void anotherVersionReplacesTheAgent() {
    NodeWanted wanted =
        new NodeWanted(
            "n1", true, true, "agent:2", "etcd:1", List.of(), Map.of(), List.of(CONFIG, KEY), "s1");

    assertThat(told(wanted, ready(ETCD, AGENT)))
        .containsExactly("make the agent's image", "replace the agent: its version changes");
  }

  @Test
  void whatStoppedIsStarted() {
    assertThat(
            told(
                HEAD,
                ready(
                    container("etcd", "exited", "sha-e1", ""),
                    container("agent", "exited", "sha-a1", "s1"))))
        .containsExactly("start etcd, which is exited", "start the agent, which is exited");
  }

  @Test
  void anEngineThatWouldStopContainersWithItselfIsSet() {
    Seen seen = ready(ETCD, AGENT);
    Seen loose =
        new Seen(
            seen.system(),
            0,
            new Engine(false, "running", List.of(), Map.of(), Optional.empty()),
            true,
            true,
            seen.owner(),
            seen.files(),
            Map.of(),
            seen.member(),
            seen.containers(),
            seen.images());

    assertThat(told(HEAD, loose))
        .containsExactly("have the Docker engine keep containers through its restarts and boot");
  }
}
