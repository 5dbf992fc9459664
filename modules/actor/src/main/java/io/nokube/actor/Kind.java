package io.nokube.actor;

import java.util.List;

/// A Kubernetes word, or a user's own, that can be run as an actor. Found by `ServiceLoader`; which
/// nodes host it, on which threads and with which settings says `verticles-config/`.
public interface Kind {
  /// The word: the prefix of the actor's segment in an ownership path, such as `daemonset`.
  String word();

  /// The settings without which it can't run. The configuration must give each, and no other.
  List<Setting> settings();

  /// A behaviour for one actor.
  Behavior<?> behavior(Birth birth, Settings settings);
}
