package io.nokube.kinds.configstore;

import io.nokube.actor.Message;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import java.util.Optional;

/// What a pod and the stores of its node say to one another.
public sealed interface StoreMessage extends Message {
  /// Pod to store: tell me this object, and each of its changes. Said again now and then, for a
  /// store that began a new life has forgotten it; answered only if there is news.
  ///
  /// @param known what the pod has; [Revision#NONE]: nothing yet
  record Need(ObjectKey key, Revision known) implements StoreMessage {}

  /// Store to pod: this is what the object is, as of a revision.
  ///
  /// @param object empty: it isn't there
  record Content(ObjectKey key, Revision revision, Optional<KubeObject> object)
      implements StoreMessage {}

  /// Pod to store: I need it no longer.
  record NoLonger(ObjectKey key) implements StoreMessage {}
}
