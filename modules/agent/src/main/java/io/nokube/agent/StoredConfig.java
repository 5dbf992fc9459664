package io.nokube.agent;

import io.nokube.actor.port.Read;
import io.nokube.api.ConfigStore;
import io.nokube.etcd.ClusterConfig;
import io.nokube.etcd.ClusterConfig.Stored;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.Revision;
import java.util.Optional;

/// Whose cluster's data etcd holds, and the cluster's accepted configuration there (S1). While a
/// new configuration goes round, agents of two live side by side: only the id must agree.
final class StoredConfig implements ConfigStore {
  private final EtcdSession session;
  private final EtcdKeys keys;
  private final ClusterConfig config;

  StoredConfig(EtcdSession session, EtcdKeys keys) {
    this.session = session;
    this.keys = keys;
    config = new ClusterConfig(session, keys);
  }

  /// Makes sure that etcd holds the data of this agent's cluster.
  ///
  /// @param id of the cluster
  /// @param head whether to claim etcd for it if nobody has
  /// @throws AgentFailure if etcd holds another cluster's, or none's and this is no head
  void agree(String id, boolean head) {
    String key = keys.id();
    if (head) {
      switch (session.commit(Txn.onlyIf(new Compare.Absent(key)).then(Write.put(key, id)))) {
        case Outcome.Committed claimed -> {}
        case Outcome.CompareFailed failed -> compare(failed.current(key), id);
        case Outcome.Refused(Outcome.Reason reason, String why) ->
            throw new AgentFailure("the cluster's id could not be stored in etcd: " + why);
        case Outcome.Unknown(String why) ->
            throw new AgentFailure("unknown whether the cluster's id was stored in etcd: " + why);
      }
      return;
    }
    switch (session.get(key)) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> stored, long at) ->
          compare(stored, id);
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the cluster's id in etcd can't be read: " + why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          throw new AgentFailure("the cluster's id in etcd can't be read: " + why);
    }
  }

  private void compare(Optional<KeyValue> stored, String id) {
    if (stored.isEmpty()) {
      throw new AgentFailure(
          "etcd has no cluster's id at %s yet: start a head first".formatted(keys.id()));
    }
    String there = stored.get().text();
    if (!there.equals(id)) {
      throw new AgentFailure(
          ("etcd holds another cluster's data at %s: its id is %s, and this agent's is %s; use"
                  + " another etcd or another cluster name")
              .formatted(keys.id(), there, id));
    }
  }

  /// Stores a configuration if none is there.
  ///
  /// @throws AgentFailure if it is unknown whether one is there now
  void keep(String text) {
    switch (config.write(text, Revision.NONE)) {
      case Stored.Written written -> {}
      case Stored.Changed(var now) -> {}
      case Stored.Refused(String why) ->
          throw new AgentFailure("the configuration could not be stored in etcd: " + why);
      case Stored.Unknown(String why) ->
          throw new AgentFailure("unknown whether the configuration was stored in etcd: " + why);
    }
  }

  @Override
  public Read<Config> read() {
    return switch (config.read()) {
      case Read.Found<ClusterConfig.Text>(var found, Revision at) ->
          new Read.Found<>(new Config(found.text(), found.revision()), at);
      case Read.Absent<ClusterConfig.Text>(Revision at) -> new Read.Absent<>(at);
      case Read.Unavailable<ClusterConfig.Text>(String why) -> new Read.Unavailable<>(why);
    };
  }

  @Override
  public Replaced replace(String text, Revision basedOn) {
    return switch (config.write(text, basedOn)) {
      case Stored.Written written -> new Replaced.Yes();
      case Stored.Changed(var now) -> new Replaced.Changed();
      case Stored.Refused(String why) -> new Replaced.Refused(why);
      case Stored.Unknown(String why) -> new Replaced.Unknown(why);
    };
  }
}
