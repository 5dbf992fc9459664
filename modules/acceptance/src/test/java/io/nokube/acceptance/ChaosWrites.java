package io.nokube.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes while hosts are harmed, and what the user was told of each: accepted ones must survive,
/// refused ones must never be carried out, unknown ones are one or the other.
final class ChaosWrites {
  private static final int ACCEPTED = 0;
  private static final int UNKNOWN = 3;

  private final Nokube nokube;
  private final Path home;
  private final Set<String> accepted = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private final List<String> told = new ArrayList<>();
  private int unknown;

  ChaosWrites(Nokube nokube, Path home) {
    this.nokube = nokube;
    this.home = home;
  }

  int accepted() {
    return accepted.size();
  }

  int refused() {
    return refused.size();
  }

  /// ConfigMaps of which the user was told that they are not made.
  Set<String> refusals() {
    return refused;
  }

  int unknown() {
    return unknown;
  }

  /// A ConfigMap that nothing else is named like.
  void configMap(String name) {
    int code = apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}".formatted(name));
    switch (code) {
      case ACCEPTED -> accepted.add(name);
      case UNKNOWN -> unknown++;
      default -> refused.add(name);
    }
  }

  /// @return the command's exit code
  int apply(String text) {
    try {
      return run("apply", "-f", Files.writeString(home.resolve("write.yaml"), text).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return the command's exit code
  int run(String... words) {
    Nokube.Result result = nokube.run(words);
    told.add("%d: %s: %s".formatted(result.code(), String.join(" ", words), result.output()));
    return result.code();
  }

  /// Until a command is accepted or turns out to be done already.
  void insist(String... words) {
    Cluster.await(String.join(" ", words), () -> run(words) == ACCEPTED);
  }

  /// What commands answered since this was asked last.
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  void areKept() {
    Set<String> there = new TreeSet<>();
    String listed = nokube.ok("get", "configmaps", "-o", "json").output();
    for (JsonNode map : Cluster.json(listed).path("items")) {
      there.add(map.path("metadata").path("name").asText());
    }
    assertThat(accepted).as("accepted writes").isSubsetOf(there);
    assertThat(refused).as("refused writes, carried out").noneMatch(there::contains);
  }
}
