package io.nokube.model.core;

import java.util.List;
import java.util.Optional;

/// A volume of a pod. Exactly one source is present.
public record Volume(
    String name,
    Optional<ConfigMapVolume> configMap,
    Optional<SecretVolume> secret,
    Optional<EmptyDir> emptyDir,
    Optional<HostPath> hostPath) {

  public record ConfigMapVolume(
      String name, List<KeyToPath> items, int defaultMode, Optional<Boolean> optional) {}

  public record SecretVolume(
      String secretName, List<KeyToPath> items, int defaultMode, Optional<Boolean> optional) {}

  /// @param mode permission bits; empty: the volume's defaultMode
  public record KeyToPath(String key, String path, Optional<Integer> mode) {}

  /// @param medium empty (the node's disk) or `Memory`
  public record EmptyDir(String medium) {}

  /// @param type empty (no check), `Directory`, `DirectoryOrCreate`, `File`, `FileOrCreate`,
  ///   `Socket`
  public record HostPath(String path, String type) {}
}
