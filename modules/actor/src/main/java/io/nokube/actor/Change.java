package io.nokube.actor;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import java.util.Optional;

/// What became of an object.
public sealed interface Change {
  ObjectKey key();

  Revision revision();

  /// It is there, new or changed.
  ///
  /// @param created whether it is known to be new at that revision
  record Put(KubeObject object, boolean created) implements Change {
    public Put(KubeObject object) {
      this(object, false);
    }

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
  ///
  /// @param last as it last was, where the store still knows
  record Removed(ObjectKey key, Revision revision, Optional<KubeObject> last) implements Change {
    public Removed(ObjectKey key, Revision revision) {
      this(key, revision, Optional.empty());
    }
  }
}
