package io.nokube.host.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Questions to etcd by its own command.
///
/// @param tls the folder of this node's certificate; empty: etcd is on loopback, in the clear
public record Etcdctl(Optional<Path> tls, List<String> endpoints) implements EpochKeeper {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// etcd takes no change of its members before each has been connected for five seconds
  /// (`HealthInterval`), so not right after the one before.
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /// With this node's certificate.
  public Etcdctl(Workspace workspace, List<String> endpoints) {
    this(Optional.of(workspace.tls()), endpoints);
  }

  /// @param id hexadecimal, as etcd's commands take it
  /// @param name empty while it has never started
  record Member(String id, String name, List<String> peerUrls, List<String> clientUrls) {}

  List<Member> members(Deadline deadline) {
    return members(json(succeeded(deadline, "member", "list")));
  }

  static List<Member> members(JsonNode list) {
    return Engine.elements(list.path("members")).stream()
        .map(member ->
            new Member(
                // A number of 64 bits without a sign.
                new BigInteger(member.path("ID").asText("0")).toString(16),
                member.path("name").asText(),
                texts(member.path("peerURLs")),
                texts(member.path("clientURLs"))))
        .toList();
  }

  /// Whether one of the endpoints is.
  boolean isHealthy() {
    return !healthy(Deadline.in(PATIENCE.multipliedBy(2))).isEmpty();
  }

  /// Those of the endpoints that answer and have a leader.
  List<String> healthy(Deadline deadline) {
    // Its exit code is 1 where one of them is ill; its answer is there all the same.
    var ended = run(deadline, "endpoint", "health");
    return answer(ended.output())
        .map(list ->
            Engine.elements(list).stream()
                .filter(endpoint -> endpoint.path("health").asBoolean())
                .map(endpoint -> endpoint.path("endpoint").asText())
                .toList())
        .orElseGet(List::of);
  }

  /// Adds a member that hasn't started yet.
  ///
  /// @return nothing if etcd has a member of this address already
  Optional<Member> add(String name, String peerUrl, Deadline deadline) {
    if (of(peerUrl, deadline).isPresent()) {
      return Optional.empty();
    }
    changed(deadline, "member", "add", name, "--peer-urls=" + peerUrl);
    return of(peerUrl, deadline);
  }

  Optional<Member> of(String peerUrl, Deadline deadline) {
    return members(deadline).stream()
        .filter(member -> member.peerUrls().contains(peerUrl))
        .findFirst();
  }

  /// @return whether etcd had it
  boolean remove(String id, Deadline deadline) {
    if (members(deadline).stream().noneMatch(member -> member.id().equals(id))) {
      return false;
    }
    changed(deadline, "member", "remove", id);
    return true;
  }

  /// Waits until etcd is ready for the change.
  private void changed(Deadline deadline, String... words) {
    Program.Ended[] last = {run(deadline, words)};
    deadline
        .atMost(SETTLING)
        .await(
            PAUSE,
            () -> {
              if (isSettling(last[0].errors())) {
                last[0] = run(deadline, words);
              }
              return !isSettling(last[0].errors());
            });
    succeeded(last[0], words);
  }

  /// Whether etcd refuses a change of its members only for now.
  ///
  /// @param said etcdctl's words (etcd's `api/v3rpc/rpctypes/error.go`)
  static boolean isSettling(String said) {
    return said.contains("etcdserver: unhealthy cluster")
        || said.contains("etcdserver: re-configuration failed due to not enough started members");
  }

  /// The first of the endpoints that is healthy.
  Etcdctl first(Deadline deadline) {
    var healthy = healthy(deadline);
    if (healthy.isEmpty()) {
      throw new StepFailure(
          "etcd does not answer at %s, or has no leader".formatted(String.join(", ", endpoints)),
          "see that more than half of etcd's members run and reach one another");
    }
    return new Etcdctl(tls, healthy.subList(0, 1));
  }

  JsonNode json(Deadline deadline, String... words) {
    return json(succeeded(deadline, words));
  }

  /// The value of a key, linearizable.
  @Override
  public Optional<String> value(String key, Deadline deadline) {
    return Optional.ofNullable(json(deadline, "get", key).at("/kvs/0/value"))
        .filter(JsonNode::isTextual)
        .map(text -> new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8));
  }

  @Override
  public long put(String key, String value, Deadline deadline) {
    return json(deadline, "put", key, value).at("/header/revision").asLong();
  }

  /// What etcd's own tool for files says of one, or makes of it. (With etcd 3.5 it is a program of
  /// its own, and from 3.6 on no other has these commands.)
  static JsonNode tool(Deadline deadline, String... words) {
    var command = new ArrayList<String>();
    command.add(Program.find("etcdutl").isPresent() ? "etcdutl" : "etcdctl");
    command.addAll(List.of(words));
    command.add("--write-out=json");
    var ended =
        new Program(command, Map.of("ETCDCTL_API", "3"))
            .runSuccessfully(deadline, "is there room on the disk, and is etcd installed whole?");
    return answer(ended.output()).orElseGet(JsonNodeFactory.instance::objectNode);
  }

  Program.Ended succeeded(Deadline deadline, String... words) {
    return succeeded(run(deadline, words), words);
  }

  private Program.Ended succeeded(Program.Ended ended, String... words) {
    if (!ended.succeeded()) {
      throw new StepFailure(
          "`etcdctl %s` at %s:\n%s"
              .formatted(String.join(" ", words), String.join(", ", endpoints), ended.lastLines(5)),
          "see that more than half of etcd's members run and reach one another");
    }
    return ended;
  }

  private Program.Ended run(Deadline deadline, String... words) {
    var command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + String.join(",", endpoints)));
    tls.ifPresent(folder -> {
      command.add("--cacert=" + folder.resolve("ca.crt"));
      command.add("--cert=" + folder.resolve("node.crt"));
      command.add("--key=" + folder.resolve("node.key"));
    });
    command.add("--dial-timeout=2s");
    command.add("--command-timeout=" + patience(deadline, words).toSeconds() + "s");
    command.add("--write-out=json");
    command.addAll(List.of(words));
    return new Program(command, Map.of("ETCDCTL_API", "3")).run(deadline);
  }

  /// A snapshot takes as long as it takes.
  private static Duration patience(Deadline deadline, String... words) {
    return words[0].equals("snapshot") ? deadline.remaining().plusSeconds(1) : PATIENCE;
  }

  private static JsonNode json(Program.Ended ended) {
    return answer(ended.output())
        .orElseThrow(() ->
            new StepFailure(
                "etcdctl answers no JSON: " + ended.lastLines(5), "install etcd-client anew"));
  }

  private static Optional<JsonNode> answer(String output) {
    try {
      return Optional.of(JSON.readTree(output));
    } catch (JsonProcessingException words) {
      return Optional.empty();
    }
  }

  private static List<String> texts(JsonNode array) {
    return Stream.of(array)
        .flatMap(all -> Engine.elements(all).stream())
        .map(JsonNode::asText)
        .toList();
  }
}
