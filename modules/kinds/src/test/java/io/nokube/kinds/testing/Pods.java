package io.nokube.kinds.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.PodPath;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodStatus;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Pods written as JSON with single quotes, upstream's defaults filled in, and what the engine
/// shows of them.
public final class Pods {
  public static final NodeName N1 = new NodeName("n1");

  private Pods() {}

  /// A pod of one busybox container named main.
  public static Pod busybox() {
    return of("{'containers':[{'name':'main','image':'busybox:1'}]}");
  }

  public static Pod of(String spec) {
    return new Pod(
        ObjectMeta.named("default", "web")
            .withUid(new Uid("u1"))
            .withResourceVersion(new Revision(5))
            .withCreationTimestamp(Things.T0),
        spec(spec),
        PodStatus.PENDING);
  }

  private static PodSpec spec(String text) {
    ObjectNode spec = object(text);
    spec.withArrayProperty("containers").forEach(Pods::fillContainer);
    spec.path("volumes").forEach(Pods::fillVolume);
    fill(spec, "restartPolicy", "Always");
    fill(spec, "nodeName", "n1");
    if (!spec.has("terminationGracePeriodSeconds")) {
      spec.put("terminationGracePeriodSeconds", 30);
    }
    return Json.read(spec, PodSpec.class);
  }

  private static void fillContainer(JsonNode container) {
    fill((ObjectNode) container, "imagePullPolicy", "IfNotPresent");
    container.path("ports").forEach(port -> fill((ObjectNode) port, "protocol", "TCP"));
  }

  private static void fillVolume(JsonNode volume) {
    for (String source : List.of("configMap", "secret")) {
      if (volume.get(source) instanceof ObjectNode it && !it.has("defaultMode")) {
        it.put("defaultMode", 0644);
      }
    }
  }

  private static void fill(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  public static Pod deleting(Pod pod, long grace) {
    return pod.withMetadata(
        pod.metadata()
            .withDeletionTimestamp(Things.T0.plusSeconds(grace))
            .withDeletionGracePeriodSeconds(grace));
  }

  public static OwnershipPath path(Pod pod) {
    return PodPath.of(pod);
  }

  public static OwnershipPath container(Pod pod, String name) {
    return path(pod).child("container", name);
  }

  /// One life of a container, as the engine shows it.
  public static SeenContainer seen(
      OwnershipPath path, String id, String hash, int attempt, State state) {
    return new SeenContainer(
        new ContainerId(id),
        path,
        new Uid("u1"),
        false,
        hash,
        attempt,
        "sha256:image",
        "10.0.0.7",
        state);
  }

  public static SeenContainer ofUid(SeenContainer seen, String uid) {
    return new SeenContainer(
        seen.id(),
        seen.path(),
        new Uid(uid),
        seen.sandbox(),
        seen.specHash(),
        seen.attempt(),
        seen.imageId(),
        seen.ip(),
        seen.state());
  }

  public static SeenContainer sandbox(OwnershipPath pod, String id, State state) {
    return new SeenContainer(
        new ContainerId(id), pod, new Uid("u1"), true, "", 0, "sha256:pause", "10.0.0.9", state);
  }

  public static State running() {
    return new State.Running(Things.T0);
  }

  public static State exited(int code) {
    return exited(code, Things.T0, Duration.ofSeconds(5));
  }

  public static State exited(int code, Instant from, Duration lived) {
    return new State.Exited(code, false, "", from, from.plus(lived));
  }
}
