package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.ClusterName;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node of a cluster of its own on the machine's real Docker engine, gone without a trace when it
/// is closed.
final class TestNode implements AutoCloseable {
  static final URI DOCKER = URI.create("unix:///var/run/docker.sock");

  /// Made from the machine's static busybox: no registry is asked.
  static final String IMAGE = "nokube-test/busybox:1";

  final EngineSettings settings;
  final DockerClient docker = client(DOCKER);
  final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private DockerPodEngine engine;

  TestNode() throws IOException {
    this(DOCKER, Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  TestNode(URI socket, Duration callDeadline, Duration pullDeadline) throws IOException {
    this(socket, callDeadline, pullDeadline, Optional.empty());
  }

  /// @param registries its logins at registries
  TestNode(URI socket, Duration callDeadline, Duration pullDeadline, Optional<Path> registries)
      throws IOException {
    var cluster = new ClusterName("t" + UUID.randomUUID().toString().substring(0, 8));
    settings =
        new EngineSettings(
            socket,
            cluster,
            cluster + "-id",
            new NodeName("n1"),
            "127.0.0.1",
            Files.createTempDirectory("nokube-workspace"),
            Files.createTempDirectory(Path.of("/dev/shm"), "nokube-memory"),
            Path.of("/"),
            registries,
            8,
            2,
            callDeadline,
            pullDeadline,
            Duration.ofMillis(200),
            "1m",
            2);
    busybox(docker);
    engine = open();
  }

  DockerPodEngine engine() {
    return engine;
  }

  /// What a killed agent's successor is: it knows nothing.
  DockerPodEngine successor() throws IOException {
    engine.close();
    engine = open();
    return engine;
  }

  private DockerPodEngine open() {
    var opened = DockerPodEngine.open(settings);
    opened.onEvent(events::add);
    return opened;
  }

  static DockerClient client(URI socket) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(socket.toString())
            .withDockerTlsVerify(false)
            .build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(socket).build());
  }

  static synchronized void busybox(DockerClient docker) throws IOException {
    try {
      docker.inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException missing) {
      byte[] program = Files.readAllBytes(Path.of("/bin/busybox"));
      byte[] archive =
          ImageArchive.of(
              IMAGE, "amd64", List.of("/bin/busybox", "sh"), Map.of("bin/busybox", program));
      docker.loadImageCmd(new ByteArrayInputStream(archive)).exec();
    }
  }

  static SeenContainer one(Outcome outcome) {
    var found = all(outcome);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  static List<SeenContainer> all(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Result.Containers) ((Outcome.Done) outcome).result()).containers();
  }

  static void done(Outcome outcome) {
    assertThat(outcome).isEqualTo(new Outcome.Done(new Result.Nothing()));
  }

  SeenContainer seen(OwnershipPath path) {
    return one(engine.find(path));
  }

  @Override
  public void close() throws IOException {
    engine.close();
    docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.CLUSTER, settings.cluster().text()))
        .exec()
        .forEach(left ->
            docker.removeContainerCmd(left.getId()).withForce(true).withRemoveVolumes(true).exec());
    docker.close();
    Workspace.deleteTree(settings.workspace());
    Workspace.deleteTree(settings.memory());
  }
}
