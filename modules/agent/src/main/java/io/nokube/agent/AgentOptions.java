package io.nokube.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `nokube agent` is started with.
///
/// @param config the cluster's configuration; its id must be that of the data in etcd
/// @param verticles the folder of `head.yaml` and `worker.yaml`
/// @param tokenFile one line: the API's bearer token; a head needs it, a worker doesn't
/// @param readyFile written when the node has joined: JSON with `pid` and, on heads, `api`
record AgentOptions(
    String node, Path config, Path verticles, Optional<Path> tokenFile, Path readyFile) {
  private static final String TOKEN_FILE = "--token-file";
  private static final List<String> NAMES =
      List.of("--node", "--config", "--verticles", TOKEN_FILE, "--ready-file");

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
        .filter(name -> !given.containsKey(name) && !name.equals(TOKEN_FILE))
        .forEach(name -> problems.add(name + " is missing"));
    if (!problems.isEmpty()) {
      throw new AgentFailure("nokube agent: " + String.join("\nnokube agent: ", problems));
    }
    return new AgentOptions(
        value(given, "--node"),
        Path.of(value(given, "--config")),
        Path.of(value(given, "--verticles")),
        Optional.ofNullable(given.get(TOKEN_FILE)).map(Path::of),
        Path.of(value(given, "--ready-file")));
  }

  private static String value(Map<String, String> given, String name) {
    return given.getOrDefault(name, "");
  }
}
