package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `GET /nokube/v1/tree`: every actor that is alive, by ownership path, with its node, incarnation,
/// last heartbeat, and for pods and containers what their status says. Blocks.
final class Tree {
  private final Liveness liveness;
  private final ObjectStore store;

  Tree(Liveness liveness, ObjectStore store) {
    this.liveness = liveness;
    this.store = store;
  }

  Answer answer() {
    return switch (liveness.list("")) {
      case Read.Found<List<Seen>>(List<Seen> seen, Revision at) -> tree(seen, at);
      case Read.Absent<List<Seen>>(Revision at) -> tree(List.of(), at);
      case Read.Unavailable<List<Seen>>(String why) -> Status.unavailable("read the tree", why);
    };
  }

  private Answer tree(List<Seen> seen, Revision at) {
    return switch (store.list(ResourceType.POD, "")) {
      case Read.Found<Listing>(Listing pods, Revision read) ->
          Answer.json(200, rows(seen, pods, at));
      case Read.Absent<Listing>(Revision read) ->
          Answer.json(200, rows(seen, new Listing(List.of(), read), at));
      case Read.Unavailable<Listing>(String why) -> Status.unavailable("read the pods", why);
    };
  }

  private static ObjectNode rows(List<Seen> seen, Listing listing, Revision at) {
    Map<String, Pod> pods = new HashMap<>();
    for (KubeObject object : listing.items()) {
      if (object instanceof Pod pod) {
        pods.put(pod.metadata().namespace() + "/" + pod.metadata().name(), pod);
      }
    }
    ObjectNode tree = Json.MAPPER.createObjectNode().put("revision", at.resourceVersion());
    ArrayNode actors = tree.putArray("actors");
    for (Seen one : seen) {
      OwnershipPath path = one.record().path();
      actors
          .addObject()
          .put("path", path.text())
          .put("kind", path.kind())
          .put("node", one.record().node().text())
          .put("phase", phase(path, one.record().phase(), pods))
          .put("incarnation", one.incarnation().number())
          .put("since", one.record().since().toString())
          .put("heartbeatMillisAgo", one.heartbeatAge().toMillis());
    }
    return tree;
  }

  private static String phase(OwnershipPath path, String phase, Map<String, Pod> pods) {
    OwnershipPath podPath = path.kind().equals("container") ? path.parent().orElse(path) : path;
    Pod pod = pods.get(podPath.namespace() + "/" + podPath.name());
    if (pod == null || !podPath.kind().equals("pod")) {
      return phase;
    }
    return path.equals(podPath)
        ? PodCells.status(pod)
        : pod.status().containerStatuses().stream()
            .filter(container -> container.name().equals(path.name()))
            .map(Tree::state)
            .findFirst()
            .orElse(phase);
  }

  private static String state(ContainerStatus container) {
    return container
        .state()
        .waiting()
        .map(ContainerStatus.Waiting::reason)
        .or(() -> container.state().terminated().map(ContainerStatus.Terminated::reason))
        .or(() -> container.state().running().map(running -> "Running"))
        .orElse("Pending");
  }
}
