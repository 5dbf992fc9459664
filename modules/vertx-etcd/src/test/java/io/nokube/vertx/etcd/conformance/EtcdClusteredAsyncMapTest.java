package io.nokube.vertx.etcd.conformance;

import io.nokube.vertx.etcd.EtcdClusterManager;
import io.nokube.vertx.etcd.TestCluster;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredAsyncMapTest;

/// Vert.x' own test, on etcd.
public class EtcdClusteredAsyncMapTest extends ClusteredAsyncMapTest {

  private final String prefix = TestCluster.newPrefix(); // JUnit 4: one instance per test

  @Override
  protected ClusterManager getClusterManager() {
    return new EtcdClusterManager(TestCluster.settings(TestCluster.etcd()), prefix);
  }
}
