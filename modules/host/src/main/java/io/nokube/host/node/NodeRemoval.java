package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Everything of one cluster taken off a host: its containers, images that nobody uses then, its
/// files, and what the engine trusts for its sake. Packages, the Docker engine and whatever is
/// somebody else's stay.
record NodeRemoval(
    Progress progress, Engine engine, RegistryTrust trust, NodeRequest.RemoveNode wanted) {

  ObjectNode remove(Deadline deadline) {
    wanted.workspace().mustBeOf(wanted.cluster(), wanted.id());
    var result = JsonNodeFactory.instance.objectNode();
    var containers = containers(deadline);
    var images = images(deadline);
    var authorities = authorities();
    var files = files();
    var changed =
        !containers.isEmpty() || !images.isEmpty() || !authorities.isEmpty() || !files.isEmpty();
    result.put("change", changed ? "removed" : "none");
    containers.forEach(result.putArray("containers")::add);
    images.forEach(result.putArray("images")::add);
    authorities.forEach(result.putArray("registryAuthorities")::add);
    files.forEach(result.putArray("folders")::add);
    return result;
  }

  /// The agent goes first, or it would start again what is removed; etcd goes last.
  private List<String> containers(Deadline deadline) {
    return progress.step(
        "containers",
        "removing the containers of " + wanted.cluster(),
        () -> {
          var label = SystemContainer.CLUSTER_ID + "=" + wanted.id();
          var removed = new ArrayList<String>();
          var all = Engine.elements(engine.containers(List.of(label), deadline));
          all.sort(Comparator.comparingInt(NodeRemoval::turn));
          for (var container : all) {
            engine.remove(
                container.path("Id").asText(),
                turn(container) == 1 ? Duration.ofSeconds(1) : wanted.grace(),
                deadline);
            removed.add(name(container));
          }
          // The agent may have started one in the meantime.
          for (var container : engine.containers(List.of(label), deadline)) {
            engine.remove(container.path("Id").asText(), Duration.ofSeconds(1), deadline);
            removed.add(name(container));
          }
          return new Progress.Done<>(
              removed, removed.isEmpty() ? "there are none" : "removed " + removed.size());
        });
  }

  private static int turn(JsonNode container) {
    return switch (container.path("Labels").path(SystemContainer.SYSTEM).asText()) {
      case "agent" -> 0;
      case "etcd" -> 2;
      default -> 1;
    };
  }

  private static String name(JsonNode container) {
    return container.path("Names").path(0).asText().replaceFirst("^/", "");
  }

  private List<String> images(Deadline deadline) {
    return progress.step(
        "images",
        "removing nokube's images",
        () -> {
          var removed = new UnusedImages(engine).remove(UnusedImages.AGENTS_AND_ETCDS, deadline);
          return new Progress.Done<>(
              removed, removed.isEmpty() ? "none to remove" : String.join(", ", removed));
        });
  }

  private List<String> authorities() {
    return wanted.workspace().node().isPresent() ? trust.become(List.of()).removed() : List.of();
  }

  /// `node.json` is the last to go: without it nothing here would be known to be ours.
  private List<String> files() {
    return progress.step(
        "files",
        "removing " + wanted.workspace().root(),
        () -> {
          var removed = new ArrayList<String>();
          var root = wanted.workspace().root();
          var ours = wanted.workspace().node().isPresent();
          try {
            if (ours) {
              removed(Workspace.memory(wanted.cluster()), removed);
              for (var entry : Tree.entries(root)) {
                if (!entry.equals(wanted.workspace().nodeFile())) {
                  Tree.delete(entry);
                }
              }
              removed(root, removed);
            }
          } catch (IOException e) {
            throw new UncheckedIOException("removing " + root, e);
          }
          return new Progress.Done<>(
              removed,
              !removed.isEmpty()
                  ? String.join(", ", removed)
                  : Files.exists(root)
                      ? "%s has no node.json, so it isn't known to be ours and stays"
                          .formatted(root)
                      : "there are none");
        });
  }

  private static void removed(Path folder, List<String> removed) throws IOException {
    if (Files.exists(folder)) {
      Tree.delete(folder);
      removed.add(folder.toString());
    }
  }
}
