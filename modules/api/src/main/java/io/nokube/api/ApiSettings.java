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
/// @param tls empty: plain HTTP
public record ApiSettings(
    ClusterName cluster,
    String host,
    int port,
    String version,
    List<String> etcd,
    Duration watchLimit,
    Optional<ApiTls> tls) {

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
