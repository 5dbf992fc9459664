package io.nokube.vertx.etcd.conformance;

import io.nokube.vertx.etcd.EtcdClusterManager;
import io.nokube.vertx.etcd.TestCluster;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.ha.ComplexHATest;

/// Vert.x' own test, on etcd.
public class EtcdComplexHATest extends ComplexHATest {

  private final String prefix = TestCluster.newPrefix(); // JUnit 4: one instance per test

  @Override
  protected ClusterManager getClusterManager() {
    return new EtcdClusterManager(TestCluster.settings(TestCluster.etcd()), prefix);
  }
}
