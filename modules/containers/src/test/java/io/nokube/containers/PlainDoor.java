package io.nokube.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A door before an HTTP server that hangs up on TLS, as Go's servers do: Docker tries TLS first,
/// and the JDK's server would let it wait.
final class PlainDoor implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final InetSocketAddress inside;

  PlainDoor(InetSocketAddress inside) throws IOException {
    this.inside = inside;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket guest = door.accept();
        Thread.ofVirtual().start(() -> welcome(guest));
      }
    } catch (IOException closed) {
      assert door.isClosed() : closed;
    }
  }

  private void welcome(Socket guest) {
    try (guest;
        Socket server = new Socket(inside.getAddress(), inside.getPort())) {
      int first = guest.getInputStream().read();
      if (first < 0 || first == TLS_HANDSHAKE) {
        return;
      }
      server.getOutputStream().write(first);
      Thread answers = Thread.ofVirtual().start(() -> pump(server, guest));
      guest.getInputStream().transferTo(server.getOutputStream());
      answers.interrupt();
    } catch (IOException hungUp) {
      assert guest.isClosed() : hungUp;
    }
  }

  private static void pump(Socket from, Socket to) {
    try (to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException hungUp) {
      assert from.isClosed() || to.isClosed() : hungUp;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
