package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus.NodeAddress;
import io.nokube.model.json.Json;
import java.util.List;

/// `GET /nokube/v1/status`: endpoints, nodes and versions. Blocks.
final class ClusterStatus {
  private final ApiSettings settings;
  private final ObjectStore store;

  ClusterStatus(ApiSettings settings, ObjectStore store) {
    this.settings = settings;
    this.store = store;
  }

  Answer answer(int port) {
    return switch (store.list(ResourceType.NODE, "")) {
      case Read.Found<Listing>(Listing nodes, Revision at) ->
          Answer.json(200, body(nodes.items(), port));
      case Read.Absent<Listing> absent -> Answer.json(200, body(List.of(), port));
      case Read.Unavailable<Listing>(String why) -> Status.unavailable("read the nodes", why);
    };
  }

  private ObjectNode body(List<KubeObject> objects, int port) {
    ObjectNode body =
        Json.MAPPER
            .createObjectNode()
            .put("cluster", settings.cluster().text())
            .put("version", settings.version());
    ObjectNode endpoints = body.putObject("endpoints");
    endpoints.put("api", settings.scheme() + "://" + settings.host() + ":" + port);
    ArrayNode etcd = endpoints.putArray("etcd");
    settings.etcd().forEach(etcd::add);
    ArrayNode nodes = body.putArray("nodes");
    for (KubeObject object : objects) {
      if (object instanceof Node node) {
        nodes
            .addObject()
            .put("name", node.metadata().name())
            .put("ready", node.status().ready())
            .put("version", node.status().nodeInfo().kubeletVersion())
            .put("engine", node.status().nodeInfo().containerRuntimeVersion())
            .put(
                "address",
                node.status().addresses().stream()
                    .filter(address -> address.type().equals("InternalIP"))
                    .map(NodeAddress::address)
                    .findFirst()
                    .orElse(""));
      }
    }
    return body;
  }
}
