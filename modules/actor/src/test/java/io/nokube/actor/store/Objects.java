package io.nokube.actor.store;

import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Pod;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What the tests of the store's decisions begin with.
final class Objects {
  private Objects() {}

  /// @param metadata and the others as JSON's members, with single quotes
  static Pod pod(String metadata, String spec, String status) {
    String json =
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'default','uid':'u1'%s},'spec':{'containers':[],'volumes':[],'restartPolicy':'Always','terminationGracePeriodSeconds':30%s},'status':%s}"
            .formatted(metadata, spec, status);
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Pod.class);
  }

  static Pod bound(String metadata) {
    return pod(metadata, ",'nodeName':'n1'", "{'phase':'Running'}");
  }

  static Pod free(String metadata) {
    return pod(metadata, "", "{'phase':'Pending'}");
  }

  static ConfigMap map(String value) {
    return new ConfigMap(
        ObjectMeta.named("default", "m"), Map.of("key", value), Map.of(), Optional.empty());
  }
}
