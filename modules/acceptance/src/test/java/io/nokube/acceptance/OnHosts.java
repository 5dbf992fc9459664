package io.nokube.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/// A class of tests on a cluster that `nokube new-or-update` has made of hosts of a playground.
abstract class OnHosts {
  @TempDir static Path home;
  static Playground playground;
  static Nokube nokube;
  static HostCluster cluster;

  /// For whoever extends this, before all: a cluster with the image that its tests run.
  ///
  /// @param file what becomes of the file that the playground has for its hosts
  static void made(String name, int hosts, UnaryOperator<String> file) throws IOException {
    playground = Playground.up(home, name, "--hosts", Integer.toString(hosts));
    nokube = playground.nokube;
    cluster = new HostCluster(playground, home);
    cluster.makeImage();
    cluster.updated(file.apply(Files.readString(playground.clusterFile())));
    nokube.ok("image", "push", HostCluster.IMAGE);
  }

  @AfterAll
  static void down() {
    playground.close();
  }
}
