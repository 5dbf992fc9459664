package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.certificates.Authority;
import io.nokube.launcher.CommandFailure;
import io.nokube.model.cluster.ClusterFile;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a cluster trusts: made at the first run, kept by its heads, fetched from one of them at
/// every later run. Never printed.
///
/// @param id tells this cluster's data from another's of its name
/// @param nodes signs nodes' certificates, for etcd, the bus and the API
/// @param users signs users' certificates, for the API alone
/// @param sealingKey base64 of 32 bytes, with which Secrets are sealed in etcd
/// @param token the API's bearer token
/// @param accepted the file that was accepted last
record Authorities(
    String id,
    Authority nodes,
    Authority users,
    String sealingKey,
    String token,
    Optional<String> accepted) {
  /// Written last: a run that was cut short has not accepted its file.
  static final String ACCEPTED = "authority/cluster.yaml";

  /// Where a head has all of it.
  static final Set<String> FILES =
      Set.of(
          "authority/ca.key",
          "authority/users-ca.key",
          "tls/ca.crt",
          "tls/users-ca.crt",
          "tls/sealing.key",
          "tls/token");

  static Authorities fresh(ClusterFile file, String id, InstantSource clock, SecureRandom random) {
    var validity = file.certificates().authorityValidity();
    byte[] key = new byte[32];
    random.nextBytes(key);
    byte[] token = new byte[24];
    random.nextBytes(token);
    return new Authorities(
        id,
        Authority.create("nokube " + file.cluster() + " nodes", clock, validity),
        Authority.create("nokube " + file.cluster() + " users", clock, validity),
        Base64.getEncoder().encodeToString(key),
        HexFormat.of().formatHex(token),
        Optional.empty());
  }

  /// @param answer of `read-authority`
  static Authorities of(String id, JsonNode answer) {
    JsonNode files = answer.path("files");
    return new Authorities(
        id,
        Authority.fromPem(text(files, "ca.crt"), text(files, "ca.key")),
        Authority.fromPem(text(files, "users-ca.crt"), text(files, "users-ca.key")),
        text(files, "sealing.key").strip(),
        text(files, "token").strip(),
        Optional.ofNullable(files.get("cluster.yaml")).map(JsonNode::asText));
  }

  private static String text(JsonNode files, String name) {
    return Optional.ofNullable(files.get(name))
        .map(JsonNode::asText)
        .orElseThrow(() ->
            CommandFailure.failed(
                "the head's workspace lacks %s: restore it from another head or a backup"
                    .formatted(name)));
  }

  /// What every node gets.
  List<Placed> ofNode() {
    return List.of(
        new Placed("tls/ca.crt", nodes.certificatePem()),
        new Placed("tls/sealing.key", sealingKey + "\n"));
  }

  /// What a head gets besides.
  List<Placed> ofHead() {
    List<Placed> all = new ArrayList<>();
    all.add(new Placed("tls/users-ca.crt", users.certificatePem()));
    all.add(new Placed("tls/token", token + "\n"));
    all.add(new Placed("authority/ca.key", nodes.keyPem()));
    all.add(new Placed("authority/users-ca.key", users.keyPem()));
    return List.copyOf(all);
  }

  @Override
  public String toString() {
    return "the authorities of cluster " + id;
  }
}
