package io.nokube.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A real TLS connection within this machine, each side asking for the other's certificate.
final class Loopback {
  private static final char[] NO_SECRET = "in memory".toCharArray();
  private static final int PATIENCE = 20_000;

  private Loopback() {}

  /// One end.
  ///
  /// @param trusts the certificate of the authority that it believes
  record End(Identity identity, String trusts) {
    SSLContext context() throws GeneralSecurityException, IOException {
      KeyStore own = store();
      own.setKeyEntry(
          "own",
          Pem.key(identity.keyPem()),
          NO_SECRET,
          new X509Certificate[] {Pem.certificate(identity.certificatePem())});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_SECRET);
      KeyStore trusted = store();
      trusted.setCertificateEntry("authority", Pem.certificate(trusts));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_SECRET);
      return store;
    }
  }

  /// One byte goes from the server to the client.
  ///
  /// @param named what the client calls the server, which listens on 127.0.0.1
  /// @throws IOException of the side that refuses the other
  static void connect(End server, End client, String named)
      throws IOException, GeneralSecurityException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server.context().getServerSocketFactory().createServerSocket(0, 1, here)) {
      listening.setNeedClientAuth(true);
      listening.setSoTimeout(PATIENCE);
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> serve(listening), work -> Thread.ofVirtual().start(work));
      Exception refused = null;
      try (Socket plain = new Socket(here, listening.getLocalPort());
          SSLSocket socket =
              (SSLSocket)
                  client
                      .context()
                      .getSocketFactory()
                      .createSocket(plain, named, listening.getLocalPort(), true)) {
        ask(socket);
      } catch (IOException e) {
        refused = e;
      }
      try {
        served.orTimeout(PATIENCE, TimeUnit.MILLISECONDS).join();
      } catch (CompletionException e) {
        refused = refused == null ? e : refused;
      }
      if (refused != null) {
        throw new IOException("the two don't trust each other: " + refused.getMessage(), refused);
      }
    }
  }

  private static void ask(SSLSocket socket) throws IOException {
    socket.setSoTimeout(PATIENCE);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    InputStream in = socket.getInputStream();
    if (in.read() != 1) {
      throw new IOException("the server said nothing");
    }
  }

  private static void serve(SSLServerSocket listening) {
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(1);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
