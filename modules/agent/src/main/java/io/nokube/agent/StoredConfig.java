package io.nokube.agent;

import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import java.util.Optional;

/// The cluster's configuration in etcd (S1).
record StoredConfig(EtcdSession session, EtcdKeys keys) {

  /// Makes sure that what an agent was given is what the cluster has.
  ///
  /// @param head whether to store it if nothing is stored yet
  /// @throws AgentFailure if the cluster has another
  void agree(String text, boolean head) {
    String key = keys.config();
    if (head) {
      switch (session.commit(Txn.onlyIf(new Compare.Absent(key)).then(Write.put(key, text)))) {
        case Outcome.Committed committed -> {
          return;
        }
        case Outcome.CompareFailed failed -> {
          compare(failed.current(key), text);
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
          compare(stored, text);
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the configuration in etcd can't be read: " + why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the configuration in etcd can't be read: " + why);
    }
  }

  private void compare(Optional<KeyValue> stored, String text) {
    if (stored.isEmpty()) {
      throw new AgentFailure(
          "etcd has no configuration at %s yet: start a head first".formatted(keys.config()));
    }
    if (!stored.get().text().equals(text)) {
      throw new AgentFailure(
          ("etcd holds another configuration at %s: either it is another cluster's data (then use"
                  + " another etcd or another cluster name), or this agent's file is not the"
                  + " cluster's")
              .formatted(keys.config()));
    }
  }
}
