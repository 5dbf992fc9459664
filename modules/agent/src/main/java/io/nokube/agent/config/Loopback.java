package io.nokube.agent.config;

import java.net.InetAddress;

/// Addresses that only this machine itself can reach.
final class Loopback {
  private Loopback() {}

  /// @param host an address; of names, only `localhost` is known without asking anybody
  static boolean is(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
