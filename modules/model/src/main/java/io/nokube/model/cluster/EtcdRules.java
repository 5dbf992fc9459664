package io.nokube.model.cluster;

import io.nokube.model.schema.Nearest;
import io.nokube.model.validation.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who runs etcd, and where it is reached.
final class EtcdRules {
  private static final long LEAST_QUOTA = 16L << 20;

  /// Source: etcd's documentation, "Storage size limit": the suggested most.
  private static final long MOST_QUOTA = 8L << 30;

  /// What is of use with members alone.
  private static final Map<String, String> OF_MEMBERS = new LinkedHashMap<>();

  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    OF_MEMBERS.put("client_port", "the port on which they serve agents");
    OF_MEMBERS.put("peer_port", "the port on which they talk to one another");
    OF_MEMBERS.put("quota_backend_bytes", "how large their data may grow, in bytes");
    FILES.put("ca_file", "the authority's file");
    FILES.put("cert_file", "the certificate's file");
    FILES.put("key_file", "the key's file");
  }

  private EtcdRules() {}

  static void check(Field file) {
    Field etcd = file.get("etcd");
    etcd.get("client_port").between(1, 65535);
    etcd.get("peer_port").between(1, 65535);
    etcd.get("quota_backend_bytes").between(LEAST_QUOTA, MOST_QUOTA);
    if (etcd.isObject()) {
      checkOneOf(etcd);
    }
    if (etcd.get("members").isList()) {
      checkNumber(etcd.get("members"));
      checkMembers(etcd.get("members"), file.get("nodes").entries());
    }
    if (etcd.get("external").isObject()) {
      checkExternal(etcd.get("external"));
    }
  }

  private static void checkOneOf(Field etcd) {
    boolean members = etcd.get("members").isPresent();
    boolean external = etcd.get("external").isPresent();
    if (members && external) {
      etcd.forbidden(
          "has members and external: keep the one in which the cluster's data is to lie");
    } else if (members) {
      OF_MEMBERS.forEach((name, meaning) -> {
        if (!etcd.get(name).isPresent()) {
          etcd.get(name).requiredBelow("etcd.members need it: " + meaning);
        }
      });
    } else if (external) {
      OF_MEMBERS.keySet().stream()
          .map(etcd::get)
          .filter(Field::isPresent)
          .forEach(field ->
              field.forbidden(
                  "only etcd.members have a use for it, and an external etcd has its own; remove it"));
    } else {
      etcd.requiredBelow(
          "one of members, the heads that run etcd, and external, an etcd that is there already");
    }
  }

  private static void checkExternal(Field external) {
    Field endpoints = external.get("endpoints");
    if (endpoints.isList()) {
      endpoints.requiredItems("the client URL of at least one member");
    }
    List<String> before = new ArrayList<>();
    for (Field endpoint : endpoints.items()) {
      endpoint(endpoint)
          .ifPresent(url -> {
            if (before.contains(url)) {
              endpoint.duplicate(endpoint.shown());
            }
            before.add(url);
          });
    }
    FILES.forEach((name, what) -> LocalFile.check(external.get(name), what));
  }

  /// Empty if it is none: the schema says so.
  private static Optional<String> endpoint(Field field) {
    try {
      return field.text().map(text -> EtcdEndpoint.parse(text).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void checkNumber(Field members) {
    int number = members.items().size();
    int majority = number / 2 + 1;
    if (number == 0) {
      members.requiredItems("name 1, 3 or 5 heads");
    } else if (number == 2) {
      members.invalid("2 members need both to agree: two heads die together; name 1, 3 or 5 heads");
    } else if (number % 2 == 0) {
      members.invalid(
          "%d members need %d to agree: they outlive the loss of %d, as %d members do; name 1, 3 or 5 heads"
              .formatted(number, majority, number - majority, number - 1));
    } else if (number > 5) {
      members.invalid(
          "%d members need %d to agree to every write; name 1, 3 or 5 heads"
              .formatted(number, majority));
    }
  }

  private static void checkMembers(Field members, Map<String, Field> nodes) {
    List<String> before = new ArrayList<>();
    for (Field member : members.items()) {
      Optional<String> name = member.text();
      if (name.isPresent() && before.contains(name.get())) {
        member.duplicate(member.shown());
      } else {
        name.ifPresent(each -> checkMember(member, each, nodes));
      }
      name.ifPresent(before::add);
    }
  }

  private static void checkMember(Field member, String name, Map<String, Field> nodes) {
    Field node = nodes.get(name);
    if (node == null) {
      member.invalid(
          "is no node of this file"
              + Nearest.to(name, nodes.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
    } else if (node.get("role").text().equals(Optional.of("worker"))) {
      member.invalid("is a worker, and members run on heads: name a head, or make it one");
    }
  }

  /// Heads listen on all of them.
  static void checkDistinct(Field file) {
    Map<String, Field> ports = new LinkedHashMap<>();
    ports.put("etcd.client_port", file.get("etcd").get("client_port"));
    ports.put("etcd.peer_port", file.get("etcd").get("peer_port"));
    ports.put("api.port", file.get("api").get("port"));
    Map<BigInteger, String> taken = new LinkedHashMap<>();
    ports.forEach((name, field) -> {
      Optional<BigInteger> port = field.whole();
      if (port.isPresent()) {
        String other = taken.putIfAbsent(port.get(), name);
        if (other != null) {
          field.invalid("is also " + other + ": a head listens on both");
        }
      }
    });
  }
}
