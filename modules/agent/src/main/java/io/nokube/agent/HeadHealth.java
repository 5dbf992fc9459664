package io.nokube.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.agent.renewal.Lives;
import io.nokube.api.Health;
import io.nokube.etcd.manifest.UnappliedManifests;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Storage;
import io.nokube.model.EtcdKeys;
import io.nokube.model.json.Json;
import java.net.URI;
import java.util.Optional;

/// What this head knows of etcd's members, of certificates and of the manifests prefix.
///
/// @param quota how large etcd's database may become, in bytes; empty: etcd isn't the cluster's own
record HeadHealth(EtcdSession session, EtcdKeys keys, Optional<Long> quota, Lives certificates)
    implements Health {

  @Override
  public ObjectNode now() {
    ObjectNode health = Json.MAPPER.createObjectNode();
    ObjectNode etcd = health.putObject("etcd");
    quota.ifPresent(bytes -> etcd.put("quotaBackendBytes", bytes));
    ArrayNode members = etcd.putArray("members");
    session.storages().forEach((endpoint, storage) -> members.add(member(endpoint, storage)));
    certificates.tell(health.putObject("certificates"));
    ArrayNode manifests = health.putArray("manifests");
    UnappliedManifests.read(session, keys)
        .ifPresent(unapplied ->
            unapplied.forEach(one -> {
              ObjectNode manifest =
                  manifests.addObject().put("key", one.key()).put("state", one.state());
              one.problems().forEach(manifest.putArray("problems")::add);
            }));
    return health;
  }

  private static ObjectNode member(URI endpoint, Reading<Storage> storage) {
    ObjectNode member = Json.MAPPER.createObjectNode().put("endpoint", endpoint.toString());
    switch (storage) {
      case Reading.Answer<Storage>(Storage answer, long at) -> {
        member
            .put("bytes", answer.bytes())
            .put("bytesInUse", answer.bytesInUse())
            .put("version", answer.version());
        answer.errors().forEach(member.putArray("errors")::add);
      }
      case Reading.Compacted<Storage>(String why) -> member.put("unreachable", why);
      case Reading.Unavailable<Storage>(String why) -> member.put("unreachable", why);
    }
    return member;
  }
}
