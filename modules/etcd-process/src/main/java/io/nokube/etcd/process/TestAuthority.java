package io.nokube.etcd.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that issues certificates to what a test starts: servers and clients, right or
/// expired. Keys are elliptic (P-256).
public final class TestAuthority {
  private static final Duration VALID = Duration.ofDays(2);

  private final X500Principal name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  private TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    var now = Instant.now();
    certificate =
        signed(
            builder(this.name, keys, now.minus(VALID), now.plus(VALID)),
            new Usage(true, List.of()));
  }

  public static TestAuthority named(String name) {
    return new TestAuthority(name);
  }

  /// A certificate and its key.
  public record Issued(X509Certificate certificate, PrivateKey key) {

    public String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate));
    }

    /// PKCS 8.
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /// Replaces `<name>.crt` and `<name>.key` in a folder.
    public void write(Path folder, String name) {
      replace(folder.resolve(name + ".key"), keyPem());
      replace(folder.resolve(name + ".crt"), certificatePem());
    }
  }

  /// A certificate for server and client that is valid now.
  ///
  /// @param addresses IP addresses or DNS names that it is good for
  public Issued issue(String commonName, String... addresses) {
    return issue(commonName, Instant.now().plus(VALID), addresses);
  }

  /// A certificate that is valid for three hours more, after two days.
  public Issued old(String commonName, String... addresses) {
    return issue(commonName, Instant.now().plus(Duration.ofHours(3)), addresses);
  }

  /// A certificate that was valid until an hour ago.
  public Issued expired(String commonName, String... addresses) {
    return issue(commonName, Instant.now().minus(Duration.ofHours(1)), addresses);
  }

  private Issued issue(String commonName, Instant until, String... addresses) {
    var own = keys();
    var subject = new X500Principal("CN=" + commonName);
    var names =
        Arrays.stream(addresses)
            .map(address ->
                new GeneralName(
                    address.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                    address))
            .toList();
    var from = Instant.now().minus(VALID);
    return new Issued(
        signed(builder(subject, own, from, until), new Usage(false, names)), own.getPrivate());
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String certificatePem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  /// PKCS 8.
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /// Trusts this authority, and those besides, alone.
  public X509ExtendedTrustManager trust(TestAuthority... besides) {
    try {
      var anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("ca", certificate);
      for (var other : besides) {
        anchors.setCertificateEntry("ca-" + anchors.size(), other.certificate);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(anchors);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("trusting a test's authority", e);
    }
  }

  /// Writes the certificate, and with it one for a server and client on 127.0.0.1.
  public EtcdProcess.TlsFiles files(Path folder) {
    replace(folder.resolve("ca.crt"), certificatePem());
    issue("etcd", "127.0.0.1").write(folder, "etcd");
    return new EtcdProcess.TlsFiles(
        folder.resolve("ca.crt"), folder.resolve("etcd.crt"), folder.resolve("etcd.key"));
  }

  /// As whoever renews a certificate does it: no reader sees half a file.
  public static void replace(Path file, String text) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  private record Usage(boolean authority, List<GeneralName> names) {}

  private JcaX509v3CertificateBuilder builder(
      X500Principal subject, KeyPair own, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(64, new SecureRandom()),
        Date.from(from),
        Date.from(until),
        subject,
        own.getPublic());
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder, Usage usage) {
    try {
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(usage.authority()));
      if (usage.authority()) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      }
      if (!usage.names().isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(usage.names().toArray(GeneralName[]::new)));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("making a test's certificate", e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a test's key", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encoding a test's certificate", e);
    }
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
  }
}
