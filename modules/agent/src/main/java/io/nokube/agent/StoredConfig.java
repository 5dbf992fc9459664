package io.nokube.agent;

import io.nokube.agent.config.ClusterConfig;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.util.Arrays;
import java.util.Optional;

/// The cluster's configuration in etcd (S1).
record StoredConfig(EtcdSession session, EtcdKeys keys) {

  /// Makes sure that what an agent was given is what the cluster has.
  ///
  /// @param id of the cluster, as the text says it
  /// @param head whether to store it if nothing is stored yet
  /// @throws AgentFailure if the cluster has another
  void agree(String text, String id, boolean head) {
    String key = keys.config();
    if (head) {
      switch (session.commit(Txn.onlyIf(new Compare.Absent(key)).then(Write.put(key, text)))) {
        case Outcome.Committed committed -> {
          return;
        }
        case Outcome.CompareFailed failed -> {
          compare(failed.current(key), text, id);
          return;
        }
        case Outcome.Refused(Outcome.Reason reason, String why) ->
            throw new AgentFailure("the configuration could not be stored in etcd: " + why);
        case Outcome.Unknown(String why) ->
            throw new AgentFailure("unknown whether the configuration was stored: " + why);
      }
    }
    switch (session.get(key)) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> stored, long at) ->
          compare(stored, text, id);
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the configuration in etcd can't be read: " + why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the configuration in etcd can't be read: " + why);
    }
  }

  private void compare(Optional<KeyValue> stored, String text, String id) {
    if (stored.isEmpty()) {
      throw new AgentFailure(
          "etcd has no configuration at %s yet: start a head first".formatted(keys.config()));
    }
    String there = stored.get().text();
    if (there.equals(text)) {
      return;
    }
    Optional<String> other = id(there).filter(each -> !each.equals(id));
    throw new AgentFailure(
        other
            .map(each ->
                ("etcd holds another cluster's data at %s: its id is %s, and this agent's is %s; use"
                        + " another etcd or another cluster name")
                    .formatted(keys.config(), each, id))
            .orElseGet(() ->
                ("etcd holds another configuration at %s, which differs from line %d of this"
                        + " agent's: give the agent what the cluster has")
                    .formatted(keys.config(), differsInLine(there, text))));
  }

  private static Optional<String> id(String text) {
    return switch (StrictConfig.read(new SourceName("etcd"), text, ClusterConfig.class)) {
      case StrictConfig.Read<ClusterConfig>(ClusterConfig config) -> Optional.of(config.id());
      case StrictConfig.Refused<ClusterConfig> refused -> Optional.empty();
    };
  }

  private static int differsInLine(String one, String other) {
    int at = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return 1 + (int) one.substring(0, at).chars().filter(each -> each == '\n').count();
  }
}
