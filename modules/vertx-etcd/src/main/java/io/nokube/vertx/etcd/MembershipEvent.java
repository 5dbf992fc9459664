package io.nokube.vertx.etcd;

import java.util.List;

/// A node joined the cluster or left it. All nodes hear of the same events in the same order.
public sealed interface MembershipEvent {

  /// The id of the node that came or went.
  String node();

  /// The ids of all nodes after the event, oldest first.
  List<String> nodes();

  /// A node is there.
  record Joined(String node, List<String> nodes) implements MembershipEvent {}

  /// A node left in good order, or its lease ran out.
  record Left(String node, List<String> nodes) implements MembershipEvent {}
}
