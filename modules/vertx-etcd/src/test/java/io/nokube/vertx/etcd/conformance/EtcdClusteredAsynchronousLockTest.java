package io.nokube.vertx.etcd.conformance;

import io.nokube.vertx.etcd.EtcdClusterManager;
import io.nokube.vertx.etcd.TestCluster;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredAsynchronousLockTest;
import org.junit.Test;

/// Vert.x' own test, on etcd.
@SuppressWarnings("JUnitMethodInvoked") // as upstream asks of subclasses
public class EtcdClusteredAsynchronousLockTest extends ClusteredAsynchronousLockTest {

  private final String prefix = TestCluster.newPrefix(); // JUnit 4: one instance per test

  @Override
  protected ClusterManager getClusterManager() {
    return new EtcdClusterManager(TestCluster.settings(TestCluster.etcd()), prefix);
  }

  /// Ignored upstream because the fake cluster manager can't do it.
  @Override
  @Test
  public void testLockReleasedForClosedNode() throws Exception {
    super.testLockReleasedForClosedNode();
  }

  /// Ignored upstream because the fake cluster manager can't do it.
  @Override
  @Test
  public void testLockReleasedForKilledNode() throws Exception {
    super.testLockReleasedForKilledNode();
  }
}
