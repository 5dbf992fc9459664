package io.nokube.agent.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Reads PEM files, and writes certificates. No message holds anything of a key.
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /// One or more certificates, in the file's order.
  ///
  /// @throws UnfitIdentity if there is none
  public static List<X509Certificate> certificates(Path file) {
    try (var in = Files.newInputStream(file)) {
      var read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (read.isEmpty()) {
        throw new UnfitIdentity(file + ": holds no certificate");
      }
      return read;
    } catch (CertificateException e) {
      throw new UnfitIdentity(file + ": is no certificate in PEM: " + e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// The one that a text begins with.
  ///
  /// @throws UnfitIdentity if it doesn't
  public static X509Certificate certificate(String text) {
    try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | IOException e) {
      throw new UnfitIdentity("no certificate in PEM: " + e.getMessage());
    }
  }

  public static String text(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(LINES.encodeToString(certificate.getEncoded()));
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read can't be written", e);
    }
  }

  /// @param algorithm of the certificate's key, such as `EC`
  /// @throws UnfitIdentity if there is none of that algorithm
  public static PrivateKey key(Path file, String algorithm) {
    try {
      var block = KEY.matcher(Files.readString(file));
      if (!block.find()) {
        throw new UnfitIdentity(file + ": holds no private key in PEM, PKCS 8 (BEGIN PRIVATE KEY)");
      }
      var encoded = Base64.getMimeDecoder().decode(block.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnfitIdentity(file + ": is no " + algorithm + " key, as the certificate's is");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UnfitIdentity unreadable(Path file, IOException e) {
    return new UnfitIdentity(
        switch (e) {
          case NoSuchFileException _ -> file + ": there is no such file";
          case AccessDeniedException _ -> file + ": this user may not read it";
          default -> file + ": cannot be read: " + e;
        });
  }
}
