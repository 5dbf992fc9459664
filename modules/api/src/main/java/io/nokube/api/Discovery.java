package io.nokube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.ResourceType;
import io.nokube.model.json.Json;
import java.util.List;
import java.util.Optional;

/// What clients ask before anything else: versions, groups, resources.
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "get", "list", "update", "watch");

  private Discovery() {}

  /// The answer to a discovery path; empty if it is none.
  static Optional<Answer> answer(String path, String version) {
    return switch (path) {
      case "/version" -> Optional.of(Answer.json(200, version(version)));
      case "/healthz", "/livez", "/readyz" -> Optional.of(Answer.text("ok"));
      case "/api" -> Optional.of(Answer.json(200, versions()));
      case "/apis" -> Optional.of(Answer.json(200, groups()));
      case "/api/v1" -> Optional.of(Answer.json(200, resources("")));
      case "/apis/apps/v1" -> Optional.of(Answer.json(200, resources("apps")));
      default -> Optional.empty();
    };
  }

  private static ObjectNode version(String nokube) {
    return Json.MAPPER
        .createObjectNode()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.4+nokube-" + nokube)
        .put("platform", "linux/" + System.getProperty("os.arch"));
  }

  private static ObjectNode versions() {
    ObjectNode node = Json.MAPPER.createObjectNode().put("kind", "APIVersions");
    node.putArray("versions").add("v1");
    node.putArray("serverAddressByClientCIDRs");
    return node;
  }

  private static ObjectNode groups() {
    ObjectNode node =
        Json.MAPPER.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
    ObjectNode apps = node.putArray("groups").addObject().put("name", "apps");
    apps.putArray("versions").addObject().put("groupVersion", "apps/v1").put("version", "v1");
    apps.putObject("preferredVersion").put("groupVersion", "apps/v1").put("version", "v1");
    return node;
  }

  private static ObjectNode resources(String group) {
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", group.isEmpty() ? "v1" : group + "/v1");
    ArrayNode list = node.putArray("resources");
    for (ResourceType type : ResourceType.BUILT_IN) {
      if (!type.group().equals(group)) {
        continue;
      }
      ObjectNode resource = resource(list, type, type.plural(), type.kind(), VERBS);
      ArrayNode shortNames = resource.putArray("shortNames");
      type.shortNames().forEach(shortNames::add);
      if (type.equals(ResourceType.POD)) {
        resource(list, type, "pods/log", "Pod", List.of("get"));
      }
      if (type.equals(ResourceType.DEPLOYMENT)) {
        resource(list, type, "deployments/scale", "Scale", List.of("get", "update"))
            .put("group", "autoscaling")
            .put("version", "v1");
      }
    }
    return node;
  }

  private static ObjectNode resource(
      ArrayNode list, ResourceType type, String name, String kind, List<String> verbs) {
    ObjectNode resource =
        list.addObject()
            .put("name", name)
            .put("singularName", name.contains("/") ? "" : type.singular())
            .put("namespaced", type.namespaced())
            .put("kind", kind);
    ArrayNode array = resource.putArray("verbs");
    verbs.forEach(array::add);
    return resource;
  }
}
