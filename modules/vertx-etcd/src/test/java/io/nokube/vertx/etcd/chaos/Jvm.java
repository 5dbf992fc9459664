package io.nokube.vertx.etcd.chaos;

import java.util.List;

/// How a node's JVM is started: small, so that many run beside one another.
final class Jvm {

  private Jvm() {}

  /// The command up to the main class.
  static List<String> command() {
    return List.of(
        Enclosure.java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx48m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dtest.log=INFO",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
