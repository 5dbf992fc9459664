package io.nokube.api;

import io.nokube.actor.port.Read;
import io.nokube.model.Revision;

/// Where the cluster's accepted configuration is kept: a text, replaced only by who has seen what
/// it replaces. What it says is not the API's.
public interface ConfigStore {

  /// @param revision at which it was written
  record Config(String text, Revision revision) {
    /// Not the text, which may hold secrets.
    @Override
    public String toString() {
      return "the cluster's configuration written at " + revision.number();
    }
  }

  /// What became of a replacement.
  sealed interface Replaced {
    record Yes() implements Replaced {}

    /// It isn't what the replacement was based on.
    record Changed() implements Replaced {}

    /// It will never be carried out.
    record Refused(String why) implements Replaced {}

    /// It was in flight when contact broke. Read again to know.
    record Unknown(String why) implements Replaced {}
  }

  /// Blocks.
  Read<Config> read();

  /// Blocks.
  ///
  /// @param basedOn the revision of what is replaced; [Revision#NONE]: there is none yet
  Replaced replace(String text, Revision basedOn);
}
