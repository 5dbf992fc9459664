package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// How an etcd member finds its cluster when it starts for the first time; etcd ignores it once it
/// has data. It is kept in `etcd/plan.json`, so that what the member is made of stays equal.
///
/// @param state `new` for the members that make up a cluster, `existing` for one that joins
/// @param token tells this cluster's members from others'
record FirstStart(String state, String token, List<Member> initialCluster) {

  record Member(String name, String peerUrl) {}

  /// With which of both a member starts: the first one stays. Only one that joins and has no data
  /// yet takes what is said now: the members may be others than when it was to join before.
  ///
  /// @param data whether etcd has written anything
  static FirstStart of(FirstStart wanted, Optional<FirstStart> before, boolean data) {
    return data || !wanted.state().equals("existing") ? before.orElse(wanted) : wanted;
  }

  /// As etcd's `--initial-cluster` says it.
  String members() {
    return initialCluster.stream()
        .map(member -> member.name() + "=" + member.peerUrl())
        .collect(Collectors.joining(","));
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("state", state).put("token", token);
    var members = json.putArray("initialCluster");
    for (var member : initialCluster) {
      members.addObject().put("name", member.name()).put("peerUrl", member.peerUrl());
    }
    return json;
  }

  static FirstStart parse(JsonNode json) {
    return new FirstStart(
        json.path("state").asText(),
        json.path("token").asText(),
        StreamSupport.stream(json.path("initialCluster").spliterator(), false)
            .map(
                member -> new Member(member.path("name").asText(), member.path("peerUrl").asText()))
            .toList());
  }
}
