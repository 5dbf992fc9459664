package io.nokube.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A class of tests on a cluster of `nokube quickstart` of its own.
abstract class OnQuickstart {
  @TempDir static Path home;
  static Cluster cluster;

  @BeforeAll
  static void quickstart() {
    cluster = Cluster.quickstart(home);
  }

  @AfterAll
  static void clean() {
    cluster.close();
  }
}
