package io.nokube.vertx.etcd.conformance;

import io.nokube.vertx.etcd.EtcdClusterManager;
import io.nokube.vertx.etcd.TestCluster;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import java.net.URI;
import java.util.Optional;

/// Gives the processes that the fault tolerance test starts their cluster manager.
public final class ExternalNode implements VertxServiceProvider {

  static final String ETCD = "test.etcd";
  static final String PREFIX = "test.prefix";

  @Override
  public void init(VertxBootstrap bootstrap) {
    Optional.ofNullable(System.getProperty(ETCD))
        .ifPresent(etcd ->
            bootstrap.clusterManager(
                new EtcdClusterManager(
                    TestCluster.settings(URI.create(etcd)), System.getProperty(PREFIX))));
  }
}
