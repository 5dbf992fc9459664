package io.nokube.api;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Who may speak to the API: whoever brings the cluster's token or, over TLS, has shown a
/// certificate. (One that isn't of the cluster's authorities already failed its handshake.)
final class Admission {
  private final Bearer bearer;
  private final InstantSource clock;
  private final String refusal;

  Admission(Bearer bearer, boolean tls, InstantSource clock) {
    this.bearer = bearer;
    this.clock = clock;
    refusal =
        "Unauthorized: the API takes only the cluster's bearer token"
            + (tls ? " or a certificate of the cluster's" : "");
  }

  boolean admits(HttpServerRequest request) {
    return bearer.admits(Optional.ofNullable(request.getHeader("Authorization")))
        || Optional.ofNullable(request.sslSession()).filter(this::certified).isPresent();
  }

  Answer refusal() {
    return Status.failure(401, "Unauthorized", refusal);
  }

  /// Looked at for each request: a connection, or a TLS session taken up again, may outlast the
  /// certificate that was shown when it began.
  private boolean certified(SSLSession session) {
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate shown) {
        shown.checkValidity(Date.from(clock.instant()));
        return true;
      }
      return false;
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return false;
    }
  }
}
