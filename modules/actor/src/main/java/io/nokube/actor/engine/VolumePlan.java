package io.nokube.actor.engine;

import java.util.Arrays;
import java.util.Map;

/// A volume as it is to be in the pod's folder.
public sealed interface VolumePlan {
  String name();

  /// Files of a ConfigMap or Secret, all swapped at once.
  ///
  /// @param files by relative path; directories are made as needed
  record Files(String name, Map<String, FilePlan> files) implements VolumePlan {}

  /// An empty directory that lives as long as the pod.
  ///
  /// @param memory on tmpfs
  record Empty(String name, boolean memory) implements VolumePlan {}

  /// @param content the bytes; never printed
  /// @param mode permission bits
  record FilePlan(Bytes content, int mode) {}

  /// Bytes that compare by content and are never printed.
  final class Bytes {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] copy() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }
}
