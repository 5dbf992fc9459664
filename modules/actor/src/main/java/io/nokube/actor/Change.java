package io.nokube.actor;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;

/// What became of an object.
public sealed interface Change {
  ObjectKey key();

  Revision revision();

  /// It is there, new or changed.
  record Put(KubeObject object) implements Change {
    @Override
    public ObjectKey key() {
      return object.key();
    }

    @Override
    public Revision revision() {
      return object.metadata().resourceVersion();
    }
  }

  /// It was read as absent, or was removed at that revision.
  record Removed(ObjectKey key, Revision revision) implements Change {}
}
