package io.nokube.host.node;

import io.nokube.host.system.StepFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// PEM files by which a client knows a server, and is known by it.
///
/// @param key in PKCS 8; no message holds anything of it
record ClientTls(Path authority, Path certificate, Path key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final char[] IN_MEMORY = {};

  /// @throws StepFailure if a file isn't what it is to be
  SSLContext context() {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (var each : certificates(authority)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), each);
      }
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      var chain = certificates(certificate);
      var algorithm = chain.getFirst().getPublicKey().getAlgorithm();
      own.setKeyEntry(
          "own",
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encodedKey())),
          IN_MEMORY,
          chain.toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(own, IN_MEMORY);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new StepFailure(
          "%s, %s and its key are no authority and certificate in PEM: %s"
              .formatted(authority, certificate, e.getMessage()),
          "see what these files are",
          e);
    } catch (IOException e) {
      throw new StepFailure("the certificates can't be read: " + e, "stage them anew", e);
    }
  }

  private static List<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var all =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
    if (all.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate");
    }
    return all;
  }

  private byte[] encodedKey() throws IOException, GeneralSecurityException {
    var block = KEY.matcher(Files.readString(key));
    if (!block.find()) {
      throw new GeneralSecurityException("the key is no private key in PKCS 8");
    }
    return Base64.getMimeDecoder().decode(block.group(1));
  }
}
