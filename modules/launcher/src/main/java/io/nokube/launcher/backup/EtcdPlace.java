package io.nokube.launcher.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/// Where a cluster's etcd runs, held against everybody else's work on it until it is closed.
public interface EtcdPlace extends AutoCloseable {

  String cluster();

  /// Of the cluster that lives there.
  String id();

  /// Its nodes, as they are configured now.
  List<String> nodes();

  /// What its accepted configuration says of pods while etcd is away: they may be ended.
  boolean endsPods();

  /// Writes all that etcd holds to a file.
  ///
  /// @param to in a folder of the caller's own
  /// @return what the host told of it (`etcd-snapshot`, docs/agent-command.md)
  JsonNode snapshot(Path to);

  /// Refuses what can't be restored, before anything is changed.
  void check();

  /// Has etcd hold what a snapshot holds, and nothing else; its epoch is still the snapshot's. What
  /// it held before is kept; a run that was cut short and this one are the same restore until its
  /// end.
  void restore(Path snapshot, String sha256);

  /// Raises etcd's epoch, so that agents take what it holds now for what counts.
  ///
  /// @param to at least
  /// @return the revision at which it was raised
  long raiseEpoch(long to);

  /// What etcd holds now counts: the next restore keeps that.
  void endRestore();

  @Override
  void close();
}
