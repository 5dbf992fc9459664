package io.nokube.actor;

import io.nokube.model.NodeName;
import io.nokube.model.Revision;

/// What a poll of a child or parent found: one of three, never two.
public sealed interface Polled {
  /// It answered, or its alive record was read.
  record Alive(Incarnation incarnation, NodeName node) implements Polled {}

  /// A linearizable read in steady contact showed that it is not there. Of a parent: that its
  /// object is deleted, or that nobody has been it for `orphan_grace`.
  record Gone(Revision readAt) implements Polled {}

  /// We could not look. Nothing may be destroyed on it.
  record Unknown(String why) implements Polled {}
}
