package io.nokube.host.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A TCP port that nobody listens on.
///
/// It is sought below the range from which the kernel takes the ports of outgoing connections
/// (32768 and up), so that it is most likely free after a restart of its user, too.
public final class FreePort {

  private static final int LOWEST = 20_000;
  private static final int TOO_HIGH = 32_768;
  private static final int ATTEMPTS = 200;

  private FreePort() {}

  /// A free port of `address` that isn't among `taken`.
  public static int on(InetAddress address, Set<Integer> taken, RandomGenerator chance) {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var port = chance.nextInt(LOWEST, TOO_HIGH);
      if (!taken.contains(port) && isFree(address, port)) {
        return port;
      }
    }
    throw new StepFailure(
        "no free port found on %s between %d and %d"
            .formatted(address.getHostAddress(), LOWEST, TOO_HIGH - 1),
        "name the ports to use, or end what holds them");
  }

  public static boolean isFree(InetAddress address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
