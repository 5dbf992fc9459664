package io.nokube.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `nokube agent` is started with.
///
/// @param config the cluster's configuration: a head stores it in etcd if none is there yet; it
///   must be the stored one
/// @param verticles the folder of `head.yaml` and `worker.yaml`
/// @param tokenFile one line: the API's bearer token
/// @param readyFile written when the node has joined: JSON with `pid` and, on heads, `api`
record AgentOptions(String node, Path config, Path verticles, Path tokenFile, Path readyFile) {
  private static final List<String> NAMES =
      List.of("--node", "--config", "--verticles", "--token-file", "--ready-file");

  /// @throws AgentFailure naming everything that is wrong
  static AgentOptions parse(List<String> words) {
    Map<String, String> given = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (!NAMES.contains(words.get(i))) {
        problems.add("unknown option " + words.get(i) + "; known are " + String.join(", ", NAMES));
      } else if (i + 1 == words.size()) {
        problems.add(words.get(i) + " needs a value");
      } else {
        given.put(words.get(i), words.get(i + 1));
      }
    }
    NAMES.stream()
        .filter(name -> !given.containsKey(name))
        .forEach(name -> problems.add(name + " is missing"));
    if (!problems.isEmpty()) {
      throw new AgentFailure("nokube agent: " + String.join("\nnokube agent: ", problems));
    }
    return new AgentOptions(
        value(given, "--node"),
        Path.of(value(given, "--config")),
        Path.of(value(given, "--verticles")),
        Path.of(value(given, "--token-file")),
        Path.of(value(given, "--ready-file")));
  }

  private static String value(Map<String, String> given, String name) {
    return given.getOrDefault(name, "");
  }
}
