package io.nokube.api;

import io.nokube.actor.port.Read;
import io.nokube.etcd.ClusterConfig;
import io.nokube.etcd.ClusterConfig.Stored;
import io.nokube.model.Revision;

/// The API's port on the real store, as the agent wires it.
record StoredText(ClusterConfig config) implements ConfigStore {

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
