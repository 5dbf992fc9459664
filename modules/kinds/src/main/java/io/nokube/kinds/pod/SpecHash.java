package io.nokube.kinds.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nokube.actor.engine.ContainerId;
import io.nokube.model.core.Container;
import io.nokube.model.core.Container.Resources;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What makes a container the same one after a restart of the agent: its part of the pod's spec,
/// the pod's uid, and the pause container whose network it joined. The content of ConfigMaps and
/// Secrets is not part of it: as in Kubernetes, what runs keeps the variables it was started with.
final class SpecHash {
  private static final int BYTES = 8;

  private SpecHash() {}

  static String of(Pod pod, Container container, Optional<ContainerId> sandbox) {
    PodSpec spec = pod.spec();
    MessageDigest digest = sha256();
    List<Object> parts =
        List.of(
            inOrder(container),
            spec.volumes(),
            spec.securityContext(),
            List.of(
                pod.metadata().uid().text(),
                spec.hostNetwork(),
                spec.hostPID(),
                spec.hostname(),
                sandbox.map(ContainerId::text).orElse("")));
    for (Object part : parts) {
      digest.update(Json.write(part));
      digest.update("\n".getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  /// Maps have no order of their own.
  private static Container inOrder(Container it) {
    return new Container(
        it.name(),
        it.image(),
        it.imagePullPolicy(),
        it.command(),
        it.args(),
        it.workingDir(),
        it.env(),
        it.envFrom(),
        it.ports(),
        new Resources(
            new TreeMap<>(it.resources().requests()), new TreeMap<>(it.resources().limits())),
        it.volumeMounts(),
        it.securityContext());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
