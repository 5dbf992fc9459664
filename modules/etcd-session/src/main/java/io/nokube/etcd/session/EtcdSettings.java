package io.nokube.etcd.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where etcd is and how patient the session is with it.
///
/// @param endpoints client URLs such as `https://10.0.0.1:2379`, tried in turn; `http` without TLS
/// @param leaseTtl time to live of the session's lease, whole seconds, 2 s or more (etcd grants no
///   less)
/// @param renewEvery pause between renewals of the lease; several must fit into the time to live
/// @param requestTimeout how long one request may take; also how long a renewal may
/// @param reconnectBound how long after etcd's return another session may need to be back: absence
///   is unknown until [#absenceKnownAfter()] of unbroken contact
/// @param tls empty: etcd is spoken to in the clear
public record EtcdSettings(
    List<URI> endpoints,
    Duration leaseTtl,
    Duration renewEvery,
    Duration requestTimeout,
    Duration reconnectBound,
    Optional<EtcdTls> tls) {

  /// In the clear, as it does on a machine's own loopback.
  public EtcdSettings(
      List<URI> endpoints,
      Duration leaseTtl,
      Duration renewEvery,
      Duration requestTimeout,
      Duration reconnectBound) {
    this(endpoints, leaseTtl, renewEvery, requestTimeout, reconnectBound, Optional.empty());
  }

  public EtcdSettings {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("etcd settings: at least one endpoint is needed");
    }
    var scheme = tls.isPresent() ? "https" : "http";
    for (var endpoint : endpoints) {
      if (!scheme.equals(endpoint.getScheme())
          || endpoint.getHost() == null
          || endpoint.getPort() < 0) {
        throw new IllegalArgumentException(
            "etcd endpoint %s: write it as %s://<host>:<port>, since %s is set"
                .formatted(endpoint, scheme, tls.isPresent() ? "TLS" : "no TLS"));
      }
    }
    if (leaseTtl.compareTo(Duration.ofSeconds(2)) < 0 || leaseTtl.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "lease TTL %s: must be whole seconds, 2 s or more".formatted(leaseTtl));
    }
    positive("renewal interval", renewEvery);
    positive("request timeout", requestTimeout);
    positive("reconnect bound", reconnectBound);
    if (renewEvery.multipliedBy(2).compareTo(leaseTtl) > 0) {
      throw new IllegalArgumentException(
          "renewal interval %s: at most half the lease TTL %s".formatted(renewEvery, leaseTtl));
    }
  }

  /// The unbroken contact after which a key that isn't there is known not to come back by itself:
  /// every session that outlived an outage has had its time to reconnect and register again.
  public Duration absenceKnownAfter() {
    return leaseTtl.plus(reconnectBound);
  }

  private static void positive(String what, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("%s %s: must be positive".formatted(what, duration));
    }
  }
}
