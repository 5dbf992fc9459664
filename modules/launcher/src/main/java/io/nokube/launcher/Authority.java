package io.nokube.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A cluster's own authority: only what shows its certificate is taken for the cluster's API. Apart
/// from [ApiClient], so that plain HTTP loads nothing of it.
final class Authority {
  private final SSLSocketFactory sockets;

  private Authority(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /// @param pem one certificate or several
  /// @throws CommandFailure if it is none
  static Authority of(String pem) {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        anchors.setCertificateEntry("anchor-" + anchors.size(), (X509Certificate) certificate);
      }
      if (anchors.size() == 0) {
        throw new CertificateException("it holds none");
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new Authority(context.getSocketFactory());
    } catch (GeneralSecurityException | IOException e) {
      throw CommandFailure.failed(
          "the cluster's \"authority\" in %s is no certificate in PEM: %s"
              .formatted(Home.ofUser().credentials(), e.getMessage()));
    }
  }

  /// Has a connection, not yet made, take only what this authority vouches for.
  void judges(HttpURLConnection connection) {
    ((HttpsURLConnection) connection).setSSLSocketFactory(sockets);
  }
}
