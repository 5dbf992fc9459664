package io.nokube.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must hold at each of etcd's revisions, whatever is harmed: the simulation's rules, as far
/// as etcd tells.
final class HistoryRules {
  private static final String PODS = "objects/core/pods/";
  private static final String CONFIG_MAPS = "objects/core/configmaps/";
  private static final String DEPLOYMENTS = "objects/apps/deployments/";
  private static final String BINDINGS = "bindings/";
  private static final String ALIVE = "alive/";
  private static final String PLACEMENT = ALIVE + "kubecontroller/_/placement-main";

  private final EtcdHistory history;
  private final List<String> broken = new ArrayList<>();

  HistoryRules(EtcdHistory history) {
    this.history = history;
  }

  /// What doesn't hold, and at which revision.
  ///
  /// @param untouched a Deployment that no user changes
  /// @param replicas how many it has
  /// @param refused ConfigMaps of which the user was told that they are not made
  List<String> broken(String untouched, int replicas, Set<String> refused) {
    Set<String> gone = new HashSet<>();
    history.each((step, before, after) -> {
      step.changes()
          .forEach((key, value) -> {
            if (key.startsWith(PODS)) {
              pod(step.revision(), key, before, after);
              returned(step.revision(), key, before, after, gone);
            } else if (key.startsWith(DEPLOYMENTS)) {
              deployment(step.revision(), key, before, after);
            } else if (key.startsWith(CONFIG_MAPS)) {
              configMap(step.revision(), key, before, value, refused);
            }
          });
      if (step.changes().keySet().stream().anyMatch(key -> key.startsWith(BINDINGS))) {
        boundOnce(step.revision(), after);
      }
      atMost(step.revision(), untouched, replicas, after);
    });
    for (Taken taken : taken(untouched)) {
      if (taken.thoughThere) {
        found(taken.revision, "%s is asked to go, though its node is there".formatted(taken.pod));
      }
    }
    return List.copyOf(broken);
  }

  /// A pod that was asked to go: of a Deployment that no user changes, because its node was silent.
  /// One that had failed goes anyway.
  ///
  /// @param thoughThere whether its node's agent was there
  /// @param since from when on others may replace it; times are stored in whole seconds, so it is
  ///   that second's end
  record Taken(long revision, String pod, String node, boolean thoughThere, Instant since) {}

  List<Taken> taken(String deployment) {
    List<Taken> taken = new ArrayList<>();
    history.each((step, before, after) -> {
      for (String key : step.changes().keySet()) {
        JsonNode was = before.get(key);
        JsonNode is = after.get(key);
        if (isOf(key, deployment) && is != null && isGoing(is) && (was == null || isWanted(was))) {
          JsonNode meta = is.path("metadata");
          taken.add(
              new Taken(
                  step.revision(),
                  name(key),
                  node(is),
                  before.containsKey(ALIVE + "agent-" + node(is)),
                  Instant.parse(meta.path("deletionTimestamp").asText())
                      .minusSeconds(meta.path("deletionGracePeriodSeconds").asLong())
                      .plusSeconds(1)));
        }
      }
    });
    return List.copyOf(taken);
  }

  /// A pod is put on a node once, by placement; and who tells of its containers is alive.
  private void pod(
      long revision, String key, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    JsonNode was = before.get(key);
    JsonNode is = after.get(key);
    if (is == null) {
      return;
    }
    boolean same = was != null && uid(was).equals(uid(is));
    String node = node(is);
    if (same && !node(was).isEmpty() && !node(was).equals(node)) {
      found(revision, "%s goes from %s to %s".formatted(name(key), node(was), node));
    }
    if (same && node(was).isEmpty() && !node.isEmpty() && !before.containsKey(PLACEMENT)) {
      found(revision, "%s is put on %s, while there is no placement".formatted(name(key), node));
    }
    if (same
        && !containers(was).equals(containers(is))
        && !containers(is).isEmpty()
        && before.keySet().stream().noneMatch(it -> isRecordOf(it, name(key)))) {
      found(revision, "of %s somebody tells who has no alive record".formatted(name(key)));
    }
  }

  private static boolean isRecordOf(String key, String pod) {
    return key.startsWith(ALIVE) && key.endsWith("/pod-" + pod);
  }

  /// What is gone doesn't come back.
  private void returned(
      long revision,
      String key,
      Map<String, JsonNode> before,
      Map<String, JsonNode> after,
      Set<String> gone) {
    JsonNode was = before.get(key);
    JsonNode is = after.get(key);
    if (was != null && (is == null || !uid(is).equals(uid(was)))) {
      gone.add(uid(was));
    }
    if (is != null && gone.contains(uid(is))) {
      found(revision, "%s was gone, and is there again".formatted(name(key)));
    }
    if (was != null && is != null && uid(is).equals(uid(was)) && isGoing(was) && !isGoing(is)) {
      found(revision, "%s was to go, and is to stay again".formatted(name(key)));
    }
  }

  private void deployment(
      long revision, String key, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    JsonNode was = before.get(key);
    JsonNode is = after.get(key);
    String namespace = key.substring(DEPLOYMENTS.length(), key.lastIndexOf('/'));
    String record = ALIVE + "kubecontroller/" + namespace + "/deployment-" + name(key);
    if (was != null
        && is != null
        && !was.path("status").equals(is.path("status"))
        && !before.containsKey(record)) {
      found(revision, "deployment %s has a new status of nobody who is alive".formatted(name(key)));
    }
  }

  private void configMap(
      long revision,
      String key,
      Map<String, JsonNode> before,
      Optional<JsonNode> is,
      Set<String> refused) {
    if (refused.contains(name(key))) {
      found(revision, "%s was refused, and carried out".formatted(name(key)));
    }
    if (is.isEmpty()) {
      found(revision, "%s is gone, which nobody asked for".formatted(name(key)));
    } else if (before.containsKey(key)) {
      found(revision, "%s is made a second time".formatted(name(key)));
    }
  }

  private void boundOnce(long revision, Map<String, JsonNode> after) {
    Map<String, String> nodes = new HashMap<>();
    for (String key : after.keySet()) {
      if (key.startsWith(BINDINGS)) {
        String node = key.substring(BINDINGS.length(), key.indexOf('/', BINDINGS.length()));
        String other = nodes.putIfAbsent(key.substring(BINDINGS.length() + node.length()), node);
        if (other != null) {
          found(revision, "%s is bound to %s and %s".formatted(name(key), other, node));
        }
      }
    }
  }

  private void atMost(long revision, String deployment, int replicas, Map<String, JsonNode> after) {
    List<String> there =
        after.entrySet().stream()
            .filter(each -> isOf(each.getKey(), deployment) && isWanted(each.getValue()))
            .map(each -> name(each.getKey()))
            .toList();
    if (there.size() > replicas) {
      found(revision, "%s has more than %d pods: %s".formatted(deployment, replicas, there));
    }
  }

  private void found(long revision, String what) {
    broken.add("revision " + revision + ": " + what);
  }

  private static boolean isOf(String key, String deployment) {
    return key.startsWith(PODS) && name(key).startsWith(deployment + "-");
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static boolean isGoing(JsonNode pod) {
    return pod.path("metadata").has("deletionTimestamp");
  }

  private static boolean isWanted(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return !isGoing(pod) && !phase.equals("Failed") && !phase.equals("Succeeded");
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static String node(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText();
  }

  private static JsonNode containers(JsonNode pod) {
    return pod.path("status").path("containerStatuses");
  }
}
