package io.nokube.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Each revision that etcd went through in a while, as it tells them afterwards: what any actor
/// saw, or could have seen. It holds what rules are about, objects, bindings and alive records, and
/// not what may be sealed.
///
/// @param start by key, without the cluster's prefix, what was there before the first of them
/// @param steps all that followed, in order
record EtcdHistory(Map<String, JsonNode> start, List<Step> steps) {
  private static final List<String> RECORDED =
      List.of(
          "alive/",
          "bindings/",
          "objects/core/pods/",
          "objects/core/configmaps/",
          "objects/apps/deployments/");
  private static final long PATIENCE_SECONDS = 60;

  /// @param changes those of one transaction; empty: the key is gone
  record Step(long revision, Map<String, Optional<JsonNode>> changes) {}

  /// Looks at each revision.
  interface Look {
    /// @param before what was there
    /// @param after what is there from this revision on
    void at(Step step, Map<String, JsonNode> before, Map<String, JsonNode> after);
  }

  /// From the revision that followed `since` until now.
  ///
  /// @param heads whose members are asked
  static EtcdHistory since(HostCluster cluster, List<String> heads, long since) {
    String root = "/nokube/" + cluster.playground().name + "/";
    Map<String, JsonNode> start = new TreeMap<>();
    JsonNode read =
        Cluster.json(
            cluster.etcdOf(heads, "get", "--prefix", root, "--rev=" + since, "--write-out=json"));
    for (JsonNode entry : read.path("kvs")) {
      String key = key(entry, root);
      if (isRecorded(key)) {
        start.put(key, value(entry));
      }
    }
    return new EtcdHistory(start, steps(cluster, heads, root, since + 1, cluster.revision(heads)));
  }

  /// A watch tells what happened, but not that it has told all: the last revision does.
  private static List<Step> steps(
      HostCluster cluster, List<String> heads, String root, long first, long last) {
    if (first > last) {
      return List.of();
    }
    List<String> command =
        cluster.etcdctl(heads, "watch", "--prefix", root, "--rev=" + first, "--write-out=json");
    try {
      Process watch =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      CompletableFuture<Void> late =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
              .thenRun(watch::destroy);
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
        return told(lines, root, last);
      } finally {
        late.cancel(false);
        watch.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> told(BufferedReader lines, String root, long last) throws IOException {
    Map<Long, Map<String, Optional<JsonNode>>> steps = new LinkedHashMap<>();
    long told = 0;
    while (told < last) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("etcd told its revisions until %d of %d".formatted(told, last));
      }
      JsonNode answer = Cluster.json(line);
      if (answer.path("Canceled").asBoolean()) {
        throw new AssertionError("etcd ended the watch of its revisions: " + line);
      }
      for (JsonNode event : answer.path("Events")) {
        JsonNode entry = event.path("kv");
        told = entry.path("mod_revision").asLong();
        String key = key(entry, root);
        if (isRecorded(key)) {
          steps
              .computeIfAbsent(told, _ -> new LinkedHashMap<>())
              .put(key, event.has("type") ? Optional.empty() : Optional.of(value(entry)));
        }
      }
    }
    List<Step> all = new ArrayList<>();
    steps.forEach((revision, changes) -> all.add(new Step(revision, changes)));
    return List.copyOf(all);
  }

  private static boolean isRecorded(String key) {
    return RECORDED.stream().anyMatch(key::startsWith);
  }

  private static String key(JsonNode entry, String root) {
    return text(entry.path("key")).substring(root.length());
  }

  private static JsonNode value(JsonNode entry) {
    return Cluster.json(text(entry.path("value")));
  }

  private static String text(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
  }

  /// Lives through it again.
  void each(Look look) {
    Map<String, JsonNode> before = new TreeMap<>(start);
    for (Step step : steps) {
      Map<String, JsonNode> after = new TreeMap<>(before);
      step.changes.forEach(
          (key, value) -> value.ifPresentOrElse(is -> after.put(key, is), () -> after.remove(key)));
      look.at(step, Collections.unmodifiableMap(before), Collections.unmodifiableMap(after));
      before = after;
    }
  }
}
