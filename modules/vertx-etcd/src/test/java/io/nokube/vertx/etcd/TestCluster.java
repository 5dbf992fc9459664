package io.nokube.vertx.etcd;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// A cluster of one test: a prefix of its own in an etcd that all tests of this JVM share.
public final class TestCluster {

  private TestCluster() {}

  private static final class Shared {
    private static final EtcdProcess ETCD = EtcdProcess.started(); // ends with the JVM
  }

  public static URI etcd() {
    return Shared.ETCD.endpoint();
  }

  public static String newPrefix() {
    return "/test/" + UUID.randomUUID() + "/";
  }

  public static EtcdSettings settings(URI endpoint) {
    return new EtcdSettings(
        List.of(endpoint),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2));
  }
}
