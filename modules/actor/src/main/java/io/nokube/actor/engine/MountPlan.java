package io.nokube.actor.engine;

/// Something mounted into a container.
public sealed interface MountPlan {
  String at();

  boolean readOnly();

  /// A volume of the pod's folder, or a path in it.
  record OfVolume(String volume, String subPath, String at, boolean readOnly)
      implements MountPlan {}

  /// A path of the node.
  ///
  /// @param type as in Kubernetes' hostPath; checked, or made, before the container starts
  record OfHost(String path, String type, String subPath, String at, boolean readOnly)
      implements MountPlan {}

  /// Memory, shared by the pod's containers as an emptyDir of medium Memory is.
  record OfMemory(String volume, String subPath, String at, boolean readOnly)
      implements MountPlan {}
}
