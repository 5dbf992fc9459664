package io.nokube.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// Texts of `-----BEGIN …-----` (RFC 7468). What can't be read is said without the text, which may
/// be a key.
final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final String REQUEST = "CERTIFICATE REQUEST";

  private Pem() {}

  static String of(X509Certificate certificate) throws GeneralSecurityException {
    return text(CERTIFICATE, certificate.getEncoded());
  }

  static String of(PrivateKey key) {
    return text(KEY, key.getEncoded());
  }

  static String of(PKCS10CertificationRequest request) throws IOException {
    return text(REQUEST, request.getEncoded());
  }

  /// @throws IllegalArgumentException if the text doesn't begin with a certificate
  static X509Certificate certificate(String pem) {
    return certificateOf(content(CERTIFICATE, pem));
  }

  static X509Certificate certificateOf(byte[] encoded) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException e) {
      throw unreadable(CERTIFICATE, "its content is damaged", e);
    }
  }

  /// @throws IllegalArgumentException if the text isn't an elliptic PKCS#8 key
  static PrivateKey key(String pem) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(content(KEY, pem)));
    } catch (GeneralSecurityException e) {
      throw unreadable(KEY, "its content is damaged, or of another kind than elliptic", e);
    }
  }

  /// @throws IllegalArgumentException if the text isn't a certificate request
  static PKCS10CertificationRequest request(String pem) {
    try {
      return new PKCS10CertificationRequest(content(REQUEST, pem));
    } catch (IOException e) {
      throw unreadable(REQUEST, "its content is damaged", e);
    }
  }

  private static byte[] content(String type, String pem) {
    Optional<PemObject> read;
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      read = Optional.ofNullable(reader.readPemObject());
    } catch (IOException | RuntimeException e) {
      throw unreadable(type, "the text is cut off or damaged", e);
    }
    return read.filter(found -> found.getType().equals(type))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "reading a PEM text: expected a line -----BEGIN %s-----, found %s"
                    .formatted(
                        type,
                        read.map(other -> "-----BEGIN " + other.getType() + "-----")
                            .orElse("no such line"))))
        .getContent();
  }

  private static IllegalArgumentException unreadable(String type, String why, Exception cause) {
    return new IllegalArgumentException(
        "reading a PEM text of a %s: %s".formatted(type, why), cause);
  }

  private static String text(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new IllegalStateException("writing a PEM text of a " + type, e);
    }
    return text.toString();
  }
}
