package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.dockerjava.api.DockerClient;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.Network;
import io.nokube.model.ClusterName;
import io.nokube.model.NodeName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plans in Docker's words. Needs no Docker.
class CreateBodyTest {
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          URI.create("unix:///nowhere.sock"),
          new ClusterName("demo"),
          "demo-id",
          new NodeName("n1"),
          "10.0.0.7",
          Path.of("/w"),
          Path.of("/m"),
          Path.of("/"),
          Optional.empty(),
          8,
          2,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          "10m",
          3);

  private static JsonNode body(ContainerPlan plan) throws IOException {
    try (DockerClient docker = TestNode.client(SETTINGS.docker())) {
      var command = docker.createContainerCmd(plan.image());
      CreateBody.fill(command, plan, List.of(), SETTINGS);
      return new ObjectMapper()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .valueToTree(command);
    }
  }

  /// What a body says beyond Docker's own defaults.
  private static List<String> said(JsonNode body) {
    List<String> said = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode value = field.getValue();
      if (!value.isNull() && (value.isValueNode() || !value.isEmpty())) {
        said.add(field.getKey());
      }
    }
    return said;
  }

  @Test
  void aPlainPlanSaysNothingThatItNeedNotSay() throws IOException {
    JsonNode body = body(Plans.pod("web").ownNetwork().args("sleep", "1").plan());

    assertThat(said(body)).containsExactlyInAnyOrder("Hostname", "Image", "Cmd", "HostConfig");
    assertThat(said(body.get("HostConfig"))).containsExactlyInAnyOrder("NetworkMode", "LogConfig");
    JsonNode log = body.at("/HostConfig/LogConfig");
    assertThat(log.get("Type").asText()).isEqualTo("json-file");
    assertThat(log.at("/Config/max-size").asText()).isEqualTo("10m");
    assertThat(log.at("/Config/max-file").asText()).isEqualTo("3");
  }

  @Test
  void commandsReplaceTheEntrypointAndArgsTheCommand() throws IOException {
    JsonNode body = body(Plans.pod("web").entrypoint("a", "b").args("c").plan());

    assertThat(body.get("Entrypoint")).hasToString("[\"a\",\"b\"]");
    assertThat(body.get("Cmd")).hasToString("[\"c\"]");
  }

  @Test
  void portsAreExposedAndPublishedOnTheNodesAddress() throws IOException {
    JsonNode body =
        body(
            Plans.pod("web")
                .ownNetwork(
                    new Network.Publish(80, "TCP", Optional.of(8080), ""),
                    new Network.Publish(53, "UDP", Optional.of(53), "0.0.0.0"),
                    new Network.Publish(9090, "TCP", Optional.empty(), ""))
                .plan());

    assertThat(body.get("ExposedPorts"))
        .hasToString("{\"80/tcp\":{},\"53/udp\":{},\"9090/tcp\":{}}");
    assertThat(body.at("/HostConfig/PortBindings"))
        .hasToString(
            "{\"80/tcp\":[{\"HostIp\":\"10.0.0.7\",\"HostPort\":\"8080\"}],"
                + "\"53/udp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"53\"}]}");
  }

  @Test
  void networksOfTheNodeAndOfASandboxTakeNoHostnameOrPorts() throws IOException {
    JsonNode host = body(Plans.pod("web").network(new Network.Host()).plan());
    JsonNode joined =
        body(Plans.pod("web").network(new Network.Shared(new ContainerId("abc"))).plan());

    assertThat(host.at("/HostConfig/NetworkMode").asText()).isEqualTo("host");
    assertThat(joined.at("/HostConfig/NetworkMode").asText()).isEqualTo("container:abc");
    assertThat(said(joined)).doesNotContain("Hostname", "ExposedPorts");
  }

  @Test
  void limitsAreDockersLimits() throws IOException {
    JsonNode host =
        body(Plans.pod("web").resources(500_000_000, 256, 64 << 20).plan()).get("HostConfig");

    assertThat(host.get("NanoCpus").asLong()).isEqualTo(500_000_000);
    assertThat(host.get("CpuShares").asLong()).isEqualTo(256);
    assertThat(host.get("Memory").asLong()).isEqualTo(64 << 20);
    assertThat(host.get("MemorySwap").asLong()).isEqualTo(64 << 20);
  }

  @Test
  void securityIsDockersSecurity() throws IOException {
    JsonNode body =
        body(
            Plans.pod("web")
                .user("1000:3000", 4000L, 5000L)
                .hardened()
                .capabilities(List.of("NET_ADMIN"), List.of("ALL"))
                .plan());

    assertThat(body.get("User").asText()).isEqualTo("1000:3000");
    JsonNode host = body.get("HostConfig");
    assertThat(host.get("GroupAdd")).hasToString("[\"4000\",\"5000\"]");
    assertThat(host.get("SecurityOpt")).hasToString("[\"no-new-privileges\"]");
    assertThat(host.get("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.get("CapAdd")).hasToString("[\"NET_ADMIN\"]");
    assertThat(host.get("CapDrop")).hasToString("[\"ALL\"]");
  }

  @Test
  void aCapabilityThatDoesNotExistIsRefused() {
    assertThatThrownBy(
            () -> body(Plans.pod("web").capabilities(List.of("NET_ADMN"), List.of()).plan()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown capability \"NET_ADMN\"");
  }

  @Test
  void aLongHostnameIsCutAsTheKubeletCutsIt() throws IOException {
    JsonNode body =
        body(
            Plans.pod("web")
                .network(new Network.Own("a".repeat(62) + "-" + "b".repeat(20), List.of()))
                .plan());

    assertThat(body.get("Hostname").asText()).isEqualTo("a".repeat(62));
  }

  @Test
  void namesAreUniqueAndBounded() {
    var plan = Plans.pod("p".repeat(240)).plan();
    var first = Labels.ofContainer(SETTINGS, plan.pod(), plan.path(), "main", "h", 0);
    var second = Labels.ofContainer(SETTINGS, plan.pod(), plan.path(), "main", "h", 1);
    var sandbox = Labels.ofSandbox(SETTINGS, plan.pod());

    assertThat(List.of(first.name(), second.name(), sandbox.name()))
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(200));
    assertThat(
            Labels.ofContainer(SETTINGS, Plans.pod("web").pod, plan.path(), "main", "h", 2).name())
        .isEqualTo("nokube_demo_n1_default_web_main_4e5d4c3b_2");
  }

  @Test
  void labelsAreReadBackAsTheyWereWritten() {
    var plan = Plans.pod("web").plan();
    var labels = Labels.ofContainer(SETTINGS, plan.pod(), plan.path(), "main", "h", 4);

    assertThat(Labels.read(SETTINGS, labels.written())).contains(labels);
    assertThat(Labels.read(SETTINGS, Map.of())).isEmpty();
  }
}
