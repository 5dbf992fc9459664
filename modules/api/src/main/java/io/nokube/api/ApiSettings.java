package io.nokube.api;

import io.nokube.model.ClusterName;
import java.time.Duration;
import java.util.List;

/// @param host the address to listen on
/// @param port 0: any free one
/// @param version nokube's own, as `/version` and `status` say it
/// @param etcd endpoints, as users may reach them
/// @param watchLimit how long a watch may last before its client must ask again
public record ApiSettings(
    ClusterName cluster,
    String host,
    int port,
    String version,
    List<String> etcd,
    Duration watchLimit) {}
