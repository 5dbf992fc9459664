package io.nokube.api;

import io.nokube.api.Status.Cause;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import java.util.List;

/// Reads what a client sent, strictly.
interface ObjectReader {
  /// @param namespace of an object that names none
  Reading read(ResourceType type, String namespace, byte[] json);

  sealed interface Reading {
    record Good(KubeObject object) implements Reading {}

    /// It is no object of that type at all, or has fields that it can't have.
    record Unreadable(String why) implements Reading {}

    /// @param name of the object, as far as it could be read
    record Bad(String name, List<Cause> causes) implements Reading {}
  }
}
