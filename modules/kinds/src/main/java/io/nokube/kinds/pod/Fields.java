package io.nokube.kinds.pod;

import io.nokube.model.core.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a pod may read of itself through `fieldRef`.
///
/// Source: upstream "Downward API", information available via fieldRef as variables.
final class Fields {
  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

  private Fields() {}

  /// @param host of the node
  /// @param pod of the pod's network; empty while it isn't known
  record Addresses(String host, String pod) {}

  /// The value of a field; empty if there is no such field.
  static Optional<String> value(Pod pod, String path, Addresses addresses) {
    return switch (path) {
      case "metadata.name" -> Optional.of(pod.metadata().name());
      case "metadata.namespace" -> Optional.of(pod.metadata().namespace());
      case "metadata.uid" -> Optional.of(pod.metadata().uid().text());
      case "spec.nodeName" -> Optional.of(pod.spec().nodeName().map(it -> it.text()).orElse(""));
      case "status.hostIP", "status.hostIPs" -> Optional.of(addresses.host());
      case "status.podIP", "status.podIPs" -> Optional.of(addresses.pod());
      default -> keyed(pod, path);
    };
  }

  private static Optional<String> keyed(Pod pod, String path) {
    Matcher matcher = KEYED.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> map =
        matcher.group(1).equals("labels") ? pod.metadata().labels() : pod.metadata().annotations();
    return Optional.of(map.getOrDefault(matcher.group(2), ""));
  }

  /// Whether the field can be known only once the pod has its network.
  static boolean isPodAddress(String path) {
    return path.startsWith("status.podIP");
  }
}
