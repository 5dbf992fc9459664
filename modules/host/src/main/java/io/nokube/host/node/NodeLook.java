package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What of a cluster is on this host, as a report; nothing is changed.
///
/// @param engine nothing if none can be used
public record NodeLook(Workspace workspace, String cluster, Optional<Engine> engine) {

  /// @param docker whether there is a Docker engine that answers and can be used
  public static NodeLook onThisHost(Workspace workspace, String cluster, boolean docker) {
    return new NodeLook(
        workspace, cluster, docker ? Optional.of(Engine.ofThisHost()) : Optional.empty());
  }

  /// Adds what is seen to `report`.
  public ObjectNode report(ObjectNode report, Deadline deadline) {
    report.put("clockMillis", System.currentTimeMillis());
    Workspace.json(workspace.nodeFile()).ifPresent(node -> report.set("node", node));
    var files = report.putObject("files");
    for (var folder : List.of(workspace.config(), workspace.tls(), workspace.authority())) {
      hashes(folder, files);
    }
    var authorities = report.putObject("registryAuthorities");
    RegistryTrust.onThisHost(cluster).seen().forEach(authorities::put);
    var texts = report.putObject("texts");
    for (var certificate : List.of("node.crt", "ca.crt")) {
      text(workspace.tls().resolve(certificate))
          .ifPresent(text -> texts.put("tls/" + certificate, text));
    }
    var member = report.putObject("etcdMember");
    member.put("data", EtcdContainer.hasData(workspace));
    Workspace.json(EtcdContainer.planFile(workspace)).ifPresent(plan -> member.set("plan", plan));
    ready().ifPresent(ready -> report.set("ready", ready));
    var containers = report.putArray("containers");
    var images = report.putArray("images");
    var disk = report.putObject("disk").put("workspaceFreeBytes", freeBytes(workspace.root()));
    engine.ifPresent(docker -> {
      var labels = List.of(SystemContainer.CLUSTER + "=" + cluster, SystemContainer.SYSTEM);
      for (var container : docker.containers(labels, deadline)) {
        docker
            .inspect(container.path("Id").asText(), deadline)
            .map(NodeLook::container)
            .ifPresent(containers::add);
      }
      for (var image : docker.images(deadline)) {
        images
            .addObject()
            .put("id", image.path("Id").asText())
            .set("names", image.path("RepoTags"));
      }
      var root = docker.info(deadline).path("DockerRootDir").asText("/var/lib/docker");
      disk.put("dockerFreeBytes", freeBytes(Path.of(root)));
    });
    return report;
  }

  private static ObjectNode container(JsonNode container) {
    var labels = container.path("Config").path("Labels");
    var state = container.path("State");
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", container.path("Name").asText().replaceFirst("^/", ""))
        .put("system", labels.path(SystemContainer.SYSTEM).asText())
        .put("clusterId", labels.path(SystemContainer.CLUSTER_ID).asText())
        .put("id", container.path("Id").asText())
        .put("state", state.path("Status").asText())
        .put("startedAt", state.path("StartedAt").asText())
        .put("restartCount", container.path("RestartCount").asInt())
        .put("settings", labels.path(SystemContainer.SETTINGS).asText())
        .put("fingerprint", labels.path(SystemContainer.FINGERPRINT).asText())
        .put("image", container.path("Image").asText());
  }

  private void hashes(Path folder, ObjectNode files) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      for (var file : Tree.files(folder)) {
        files.put(workspace.root().relativize(file).toString(), Digest.of(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking at " + folder, e);
    }
  }

  /// It may be about to be replaced.
  private Optional<JsonNode> ready() {
    try {
      return Workspace.json(workspace.ready());
    } catch (RuntimeException beingWritten) {
      return Optional.empty();
    }
  }

  static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  /// Of the disk on which it lies or would lie.
  private static long freeBytes(Path folder) {
    for (var each = folder.toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each)) {
        try {
          return Files.getFileStore(each).getUsableSpace();
        } catch (IOException e) {
          throw new UncheckedIOException("asking how much space there is in " + each, e);
        }
      }
    }
    return 0;
  }
}
