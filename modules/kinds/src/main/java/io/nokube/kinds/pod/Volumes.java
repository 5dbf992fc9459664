package io.nokube.kinds.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.engine.VolumePlan.Bytes;
import io.nokube.actor.engine.VolumePlan.FilePlan;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Secret;
import io.nokube.model.core.Volume;
import io.nokube.model.core.Volume.ConfigMapVolume;
import io.nokube.model.core.Volume.KeyToPath;
import io.nokube.model.core.Volume.SecretVolume;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a pod's folder is to hold. A volume whose object vanished keeps what it held.
///
/// @param plans of all volumes that are known; hostPaths are mounts only
/// @param missing of each volume that can't be made: its name, and why
/// @param notYet whether something was not told yet
record Volumes(List<VolumePlan> plans, Map<String, String> missing, boolean notYet) {

  /// @param before what was mounted last
  static Volumes of(Pod pod, Contents contents, List<VolumePlan> before) {
    List<VolumePlan> plans = new ArrayList<>();
    Map<String, String> missing = new TreeMap<>();
    boolean notYet = false;
    for (Volume volume : pod.spec().volumes()) {
      if (volume.hostPath().isPresent()) {
        continue;
      }
      Optional<VolumePlan> last =
          before.stream().filter(it -> it.name().equals(volume.name())).findFirst();
      switch (plan(pod.metadata().namespace(), volume, contents)) {
        case Value.Of<VolumePlan>(VolumePlan plan) -> plans.add(plan);
        case Value.Skip<VolumePlan> skip ->
            plans.add(new VolumePlan.Files(volume.name(), Map.of()));
        case Value.Missing<VolumePlan>(String message) ->
            last.ifPresentOrElse(plans::add, () -> missing.put(volume.name(), message));
        case Value.NotYet<VolumePlan> unknown -> {
          notYet |= last.isEmpty();
          last.ifPresent(plans::add);
        }
      }
    }
    return new Volumes(List.copyOf(plans), Map.copyOf(missing), notYet);
  }

  boolean ready() {
    return missing.isEmpty() && !notYet;
  }

  private static Value<VolumePlan> plan(String namespace, Volume volume, Contents contents) {
    if (volume.configMap().isPresent()) {
      ConfigMapVolume it = volume.configMap().get();
      boolean optional = it.optional().orElse(false);
      Value<Map<String, Bytes>> all =
          Value.of(
              contents.configMap(namespace, it.name()),
              "configmap \"" + it.name() + "\" not found",
              optional,
              Volumes::bytes);
      String absence = "configmap references non-existent config key: ";
      return files(volume.name(), all, it.items(), it.defaultMode(), optional, absence);
    }
    if (volume.secret().isPresent()) {
      SecretVolume it = volume.secret().get();
      boolean optional = it.optional().orElse(false);
      Value<Map<String, Bytes>> all =
          Value.of(
              contents.secret(namespace, it.secretName()),
              "secret \"" + it.secretName() + "\" not found",
              optional,
              Volumes::bytes);
      String absence = "references non-existent secret key: ";
      return files(volume.name(), all, it.items(), it.defaultMode(), optional, absence);
    }
    boolean memory = volume.emptyDir().filter(it -> it.medium().equals("Memory")).isPresent();
    return new Value.Of<>(new VolumePlan.Empty(volume.name(), memory));
  }

  private static Value<VolumePlan> files(
      String name,
      Value<Map<String, Bytes>> content,
      List<KeyToPath> items,
      int defaultMode,
      boolean optional,
      String absence) {
    return switch (content) {
      case Value.Of<Map<String, Bytes>>(Map<String, Bytes> all) ->
          items.isEmpty()
              ? new Value.Of<>(new VolumePlan.Files(name, whole(all, defaultMode)))
              : chosen(name, all, items, defaultMode, optional, absence);
      case Value.Skip<Map<String, Bytes>> skip -> new Value.Skip<>();
      case Value.Missing<Map<String, Bytes>>(String message) -> new Value.Missing<>(message);
      case Value.NotYet<Map<String, Bytes>> notYet -> new Value.NotYet<>();
    };
  }

  private static Map<String, FilePlan> whole(Map<String, Bytes> all, int mode) {
    Map<String, FilePlan> files = new TreeMap<>();
    all.forEach((key, bytes) -> files.put(key, new FilePlan(bytes, mode)));
    return files;
  }

  private static Value<VolumePlan> chosen(
      String name,
      Map<String, Bytes> all,
      List<KeyToPath> items,
      int defaultMode,
      boolean optional,
      String absence) {
    Map<String, FilePlan> files = new TreeMap<>();
    for (KeyToPath item : items) {
      Bytes bytes = all.get(item.key());
      if (bytes != null) {
        files.put(item.path(), new FilePlan(bytes, item.mode().orElse(defaultMode)));
      } else if (!optional) {
        return new Value.Missing<>(absence + item.key());
      }
    }
    return new Value.Of<>(new VolumePlan.Files(name, files));
  }

  private static Map<String, Bytes> bytes(ConfigMap map) {
    Map<String, Bytes> all = new TreeMap<>();
    map.data().forEach((key, text) -> all.put(key, new Bytes(text.getBytes(UTF_8))));
    map.binaryData().forEach((key, base64) -> all.put(key, decoded(base64)));
    return all;
  }

  private static Map<String, Bytes> bytes(Secret secret) {
    Map<String, Bytes> all = new TreeMap<>();
    secret.data().forEach((key, base64) -> all.put(key, decoded(base64)));
    return all;
  }

  private static Bytes decoded(String base64) {
    return new Bytes(Base64.getDecoder().decode(base64));
  }
}
