package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Certificates that have expired, or expire soon.
final class Certificates {
  private static final String UPDATE =
      "`nokube new-or-update` with the cluster's file makes another";

  private static final String RENEWED_BY_OTHERS =
      "whoever runs etcd has to renew it; put it where the cluster's file says (etcd.external), then `nokube new-or-update`";

  /// It is renewed when less than a third of its life is left: where it is less than a quarter,
  /// that was missed.
  private static final Kind NODE =
      new Kind(
          "its certificate",
          4,
          "its renewal was due and has not come about: while its agent runs and a head leads it is tried on. The agents' logs tell more; "
              + UPDATE,
          UPDATE);

  /// Of ten years, the last is for replacing it.
  private static final Kind AUTHORITY =
      new Kind(
          "this authority",
          10,
          "nothing renews an authority, and no certificate outlasts it: make another cluster in its place in time, and apply there what runs here",
          "nothing renews an authority: make another cluster in its place, and apply there what runs here");

  private static final Kind FOR_ETCD =
      new Kind("this certificate", 4, RENEWED_BY_OTHERS, RENEWED_BY_OTHERS);

  private static final Kind AUTHORITY_OF_ETCD =
      new Kind("this authority of etcd's", 10, RENEWED_BY_OTHERS, RENEWED_BY_OTHERS);

  private Certificates() {}

  /// @param certificates of a head's health
  /// @param nodes as the API lists them: one that was taken out may have told of its certificate
  static List<Finding> findings(JsonNode certificates, JsonNode nodes, Instant now) {
    List<Finding> findings = new ArrayList<>();
    Optional<JsonNode> signer = signer(certificates);
    if (signer.isPresent() && certificates.has("unreadable")) {
      findings.add(
          new Finding(
              "certificates",
              "which certificates the nodes have can't be read: "
                  + certificates.path("unreadable").asText(),
              "nothing is known of when they expire; see that the head reaches etcd, then run `nokube doctor` again"));
    } else {
      findings.addAll(ofNodes(certificates.path("nodes"), signer, nodes, now));
    }
    for (JsonNode authority : certificates.path("authorities")) {
      AUTHORITY.judge(authority.path("file").asText(), authority, now).ifPresent(findings::add);
    }
    for (JsonNode forEtcd : certificates.path("etcd")) {
      Kind kind = forEtcd.path("authority").asBoolean() ? AUTHORITY_OF_ETCD : FOR_ETCD;
      kind.judge(forEtcd.path("file").asText(), forEtcd, now).ifPresent(findings::add);
    }
    return findings;
  }

  private static List<Finding> ofNodes(
      JsonNode told, Optional<JsonNode> signer, JsonNode nodes, Instant now) {
    List<Finding> findings = new ArrayList<>();
    Set<String> silent = new TreeSet<>();
    nodes.forEach(node -> silent.add(node.at("/metadata/name").asText()));
    for (JsonNode node : told) {
      String name = node.path("node").asText();
      if (silent.remove(name) && signer.filter(it -> endsWith(node, it)).isEmpty()) {
        NODE.judge("node/" + name, node, now).ifPresent(findings::add);
      }
    }
    if (signer.isPresent()) {
      silent.forEach(name ->
          findings.add(
              new Finding(
                  "node/" + name,
                  "it has not told which certificate it has, so nothing is known of when that expires",
                  "its agent tells it within a minute of its start: see whether it runs, and what its log says")));
    }
    return findings;
  }

  /// The authority of nodes' certificates; none where nodes have none.
  private static Optional<JsonNode> signer(JsonNode certificates) {
    for (JsonNode authority : certificates.path("authorities")) {
      if (authority.path("signs").asText().equals("nodes")) {
        return Optional.of(authority);
      }
    }
    return Optional.empty();
  }

  /// Whether nobody can have made a later one: what is said of the authority says it all.
  private static boolean endsWith(JsonNode certificate, JsonNode authority) {
    return certificate.has("until")
        && authority.has("until")
        && !Instant.parse(certificate.path("until").asText())
            .isBefore(Instant.parse(authority.path("until").asText()));
  }

  /// @param soon it expires soon where less than one in so many parts of its life is left
  /// @param ifSoon what to do then
  /// @param ifOver what to do once it has expired
  private record Kind(String what, int soon, String ifSoon, String ifOver) {

    Optional<Finding> judge(String subject, JsonNode certificate, Instant now) {
      if (certificate.has("unreadable")) {
        return Optional.of(
            new Finding(
                subject,
                what + " can't be read: " + certificate.path("unreadable").asText(),
                "`nokube new-or-update` with the cluster's file puts a head's files back"));
      }
      Instant from = Instant.parse(certificate.path("from").asText());
      Instant until = Instant.parse(certificate.path("until").asText());
      if (!now.isBefore(until)) {
        return Optional.of(new Finding(subject, what + " has expired at " + until, ifOver));
      }
      Duration left = Duration.between(now, until);
      return left.multipliedBy(soon).compareTo(Duration.between(from, until)) < 0
          ? Optional.of(new Finding(subject, what + " expires at " + until, ifSoon))
          : Optional.empty();
    }
  }
}
