package io.nokube.api;

import io.nokube.model.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// @param host the address to listen on
/// @param port 0: any free one
/// @param version nokube's own, as `/version` and `status` say it
/// @param etcd endpoints, as users may reach them
/// @param watchLimit how long a watch may last before its client must ask again
/// @param limits what it takes at the same time
/// @param tls empty: plain HTTP
public record ApiSettings(
    ClusterName cluster,
    String host,
    int port,
    String version,
    List<String> etcd,
    Duration watchLimit,
    Limits limits,
    Optional<ApiTls> tls) {

  /// Of all clients together. Whoever comes on top is refused with 429 and comes again.
  ///
  /// @param streamsAtOnce watches and logs, which last
  /// @param watchStall how long a watch's client may take nothing before it loses its watch, and
  ///   then its connection
  public record Limits(
      int readsAtOnce,
      int readsWaiting,
      int writesAtOnce,
      int writesWaiting,
      int streamsAtOnce,
      Duration watchStall) {}

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
