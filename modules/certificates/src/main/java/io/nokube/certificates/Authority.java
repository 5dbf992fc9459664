package io.nokube.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// Whose signature makes a certificate believed: a self-signed one, and its key.
///
/// What it issues is good from ten minutes before now, for hosts whose clocks are behind, and never
/// for longer than the authority itself.
public final class Authority {
  /// How far a host's clock may be behind.
  static final Duration SKEW = Duration.ofMinutes(10);

  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /// A new authority with a new key. Two of the same name are still two: neither's certificates are
  /// the other's.
  public static Authority create(String name, InstantSource clock, Duration validity) {
    try {
      KeyPair keys = Keys.pair();
      X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
      Instant now = clock.instant();
      X509v3CertificateBuilder builder =
          builder(subject, subject, keys.getPublic(), now, now.plus(validity))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return new Authority(signed(builder, keys.getPrivate()), keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("making the authority \"%s\"".formatted(name), e);
    }
  }

  /// @throws IllegalArgumentException if either can't be read, they don't belong together, or the
  ///   certificate is no authority's
  public static Authority fromPem(String certificatePem, String keyPem) {
    X509Certificate certificate = Pem.certificate(certificatePem);
    PrivateKey key = Pem.key(keyPem);
    String name = certificate.getSubjectX500Principal().getName();
    if (certificate.getBasicConstraints() < 0) {
      throw new IllegalArgumentException("the certificate of %s is no authority's".formatted(name));
    }
    if (!Keys.belongTogether(certificate.getPublicKey(), key)) {
      throw new IllegalArgumentException(
          "the key isn't that of the authority's certificate (%s): put the two that belong together"
              .formatted(name));
    }
    return new Authority(certificate, key);
  }

  public String certificatePem() {
    try {
      return Pem.of(certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("writing the certificate of " + this, e);
    }
  }

  /// PKCS#8, not encrypted.
  public String keyPem() {
    return Pem.of(key);
  }

  /// A certificate for a new key.
  ///
  /// @throws IllegalStateException if the authority has expired
  public Identity issue(Holder holder, InstantSource clock, Duration validity) {
    try {
      KeyPair keys = Keys.pair();
      return new Identity(
          certify(holder, keys.getPublic(), clock.instant(), validity), Pem.of(keys.getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a key for " + holder.commonName(), e);
    }
  }

  /// A certificate for the key of a request, as PEM. Only the key is taken from the request: who
  /// holds it is the signer's to say.
  ///
  /// @throws IllegalArgumentException if the request can't be read, or whoever made it hasn't the
  ///   key
  /// @throws IllegalStateException if the authority has expired
  public String sign(String requestPem, Holder holder, InstantSource clock, Duration validity) {
    PKCS10CertificationRequest request = Pem.request(requestPem);
    try {
      PublicKey asked = new JcaPKCS10CertificationRequest(request).getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(asked))) {
        throw new IllegalArgumentException(
            "the request for a certificate of %s isn't signed with the key that it names: make a new one"
                .formatted(holder.commonName()));
      }
      return certify(holder, asked, clock.instant(), validity);
    } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
      throw new IllegalArgumentException(
          "the request for a certificate of %s has no key that can be read: make a new one"
              .formatted(holder.commonName()),
          e);
    }
  }

  private String certify(Holder holder, PublicKey open, Instant now, Duration validity) {
    Instant end = certificate.getNotAfter().toInstant();
    if (!now.isBefore(end)) {
      throw new IllegalStateException(
          "no certificate for %s: %s has expired at %s".formatted(holder.commonName(), this, end));
    }
    Instant until = now.plus(validity).isBefore(end) ? now.plus(validity) : end;
    try {
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder =
          builder(issuer, holder.subject(), open, now, until)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, holder.use().extension())
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils()
                      .createAuthorityKeyIdentifier(certificate.getPublicKey()));
      if (!holder.names().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, holder.names().extension());
      }
      return Pem.of(signed(builder, key));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("making a certificate for " + holder.commonName(), e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey open, Instant now, Instant until)
      throws GeneralSecurityException, IOException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            Keys.serial(),
            Date.from(now.minus(SKEW).truncatedTo(ChronoUnit.SECONDS)),
            Date.from(until.truncatedTo(ChronoUnit.SECONDS)),
            subject,
            open)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(open));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws IOException, OperatorCreationException {
    return Pem.certificateOf(builder.build(Keys.signer(key)).getEncoded());
  }

  @Override
  public String toString() {
    return "the authority " + certificate.getSubjectX500Principal().getName();
  }
}
