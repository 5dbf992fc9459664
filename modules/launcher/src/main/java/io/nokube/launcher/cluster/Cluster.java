package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.certificates.Authority;
import io.nokube.certificates.Holder;
import io.nokube.certificates.Identity;
import io.nokube.certificates.Renewal;
import io.nokube.launcher.ApiClient;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Home;
import io.nokube.launcher.Readiness;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The cluster as this machine's user reaches it: by its API, with credentials kept in their home.
final class Cluster {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration USER_VALIDITY = Duration.ofDays(365);

  private final ClusterFile file;
  private final Authorities authorities;
  private final Home home;
  private final InstantSource clock;
  private final ApiClient client;

  Cluster(ClusterFile file, Authorities authorities, Home home, InstantSource clock) {
    this.file = file;
    this.authorities = authorities;
    this.home = home;
    this.clock = clock;
    this.client = new ApiClient(credentials());
  }

  ApiClient client() {
    return client;
  }

  private Home.Credentials credentials() {
    return new Home.Credentials(
        file.cluster().text(),
        file.heads().stream().map(this::api).toList(),
        authorities.token(),
        Optional.of(authorities.nodes().certificatePem()));
  }

  private String api(NodeName head) {
    return "https://%s:%d".formatted(file.node(head).address().inUrl(), file.api().port());
  }

  /// The folder of this cluster's kubeconfig and certificates.
  Path folder() {
    return home.cluster(file.cluster().text());
  }

  /// The file that the cluster was told last; empty if it doesn't answer, or was told none.
  Optional<String> config() {
    try {
      ApiClient.Answer answer = client.get("/nokube/v1/config", Map.of(), "application/yaml");
      return answer.ok() ? Optional.of(answer.body()) : Optional.empty();
    } catch (CommandFailure unreachable) {
      return Optional.empty();
    }
  }

  /// Stores the accepted file in the cluster and its credentials here.
  ///
  /// @return whether the cluster had another file
  boolean remember(String text) {
    boolean changed =
        client
            .send("PUT", "/nokube/v1/config", Map.of(), text)
            .orFail()
            .path("changed")
            .asBoolean();
    try {
      Files.createDirectories(folder());
      home.remember(credentials());
      user("user", Holder.user("admin", "nokube:admins"), authorities.users());
      if (!file.members().isEmpty()) {
        user("etcd", Holder.user("operator", "nokube:operators"), authorities.nodes());
      }
      secret("ca.crt", authorities.nodes().certificatePem());
      secret("kubeconfig", kubeconfig());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write into " + folder() + ": " + e.getMessage());
    }
    return changed;
  }

  private void user(String name, Holder holder, Authority authority) throws IOException {
    Path certificate = folder().resolve(name + ".crt");
    Path key = folder().resolve(name + ".key");
    boolean there = Files.exists(certificate) && Files.exists(key);
    Renewal renewal =
        Renewal.of(
            there ? Optional.of(Files.readString(certificate)) : Optional.empty(),
            holder,
            authority.certificatePem(),
            clock.instant());
    if (renewal instanceof Renewal.Keep) {
      return;
    }
    Identity identity = authority.issue(holder, clock, USER_VALIDITY);
    secret(name + ".key", identity.keyPem());
    secret(name + ".crt", identity.certificatePem());
  }

  private void secret(String name, String text) throws IOException {
    Path path = folder().resolve(name);
    if (!Files.exists(path) || !Files.readString(path).equals(text)) {
      Home.secret(path, text);
    }
  }

  private String kubeconfig() {
    String name = file.cluster().text();
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: %1$s
        cluster:
          server: %2$s
          certificate-authority: %3$s
    users:
      - name: %1$s-admin
        user:
          client-certificate: %4$s
          client-key: %5$s
    contexts:
      - name: %1$s
        context:
          cluster: %1$s
          user: %1$s-admin
          namespace: default
    current-context: %1$s
    """
        .formatted(
            name,
            api(file.heads().getFirst()),
            folder().resolve("ca.crt"),
            folder().resolve("user.crt"),
            folder().resolve("user.key"));
  }

  /// Waits until the cluster says that these nodes are Ready.
  ///
  /// @throws CommandFailure naming those that aren't in time
  void awaitReady(List<String> nodes) {
    List<String> missing = new ArrayList<>(nodes);
    Readiness.await(
        READY,
        () -> {
          missing.clear();
          missing.addAll(nodes);
          missing.removeAll(ready());
          return missing.isEmpty() ? Optional.of(true) : Optional.empty();
        },
        () ->
            "not Ready: %s; `nokube get nodes -o wide` tells more"
                .formatted(String.join(", ", missing)));
  }

  /// The file's nodes that get no new pods.
  List<String> cordoned() {
    List<String> cordoned = new ArrayList<>();
    for (JsonNode node : client.get("/api/v1/nodes").path("items")) {
      String name = node.path("metadata").path("name").asText();
      if (node.path("spec").path("unschedulable").asBoolean() && file.nodes().containsKey(name)) {
        cordoned.add(name);
      }
    }
    return cordoned;
  }

  private Set<String> ready() {
    Set<String> ready = new HashSet<>();
    ApiClient.Answer answer = client.get("/api/v1/nodes", Map.of(), "application/json");
    if (!answer.ok()) {
      return ready;
    }
    for (JsonNode node : answer.json().path("items")) {
      for (JsonNode condition : node.path("status").path("conditions")) {
        if (condition.path("type").asText().equals("Ready")
            && condition.path("status").asText().equals("True")) {
          ready.add(node.path("metadata").path("name").asText());
        }
      }
    }
    return ready;
  }
}
