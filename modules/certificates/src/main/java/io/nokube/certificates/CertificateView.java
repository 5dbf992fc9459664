package io.nokube.certificates;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// What a certificate says.
public final class CertificateView {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private final X509Certificate certificate;

  private CertificateView(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /// @throws IllegalArgumentException if the text doesn't begin with a certificate
  public static CertificateView of(String pem) {
    return new CertificateView(Pem.certificate(pem));
  }

  /// Empty if it has none.
  public String commonName() {
    return part(BCStyle.CN);
  }

  /// Empty if it has none.
  public String organization() {
    return part(BCStyle.O);
  }

  private String part(ASN1ObjectIdentifier type) {
    RDN[] parts =
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()).getRDNs(type);
    return parts.length > 0 && parts[0].getFirst().getValue() instanceof ASN1String text
        ? text.getString()
        : "";
  }

  /// Names of other kinds are left out.
  public Names names() {
    TreeSet<String> dns = new TreeSet<>();
    TreeSet<String> addresses = new TreeSet<>();
    for (List<?> name : alternatives()) {
      if (name.getFirst().equals(DNS)) {
        dns.add(name.get(1).toString());
      } else if (name.getFirst().equals(ADDRESS)) {
        addresses.add(name.get(1).toString());
      }
    }
    return new Names(dns, addresses);
  }

  private Collection<List<?>> alternatives() {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the names of " + this + " can't be read", e);
    }
  }

  public Instant notBefore() {
    return certificate.getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /// Whether it is for exactly this use.
  public boolean isFor(Use use) {
    try {
      return Optional.ofNullable(certificate.getExtendedKeyUsage())
          .orElse(List.of())
          .equals(use.identifiers());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Whether this authority has signed it; the time plays no part.
  ///
  /// @throws IllegalArgumentException if the authority's text doesn't begin with a certificate
  public boolean isSignedBy(String authorityPem) {
    X509Certificate authority = Pem.certificate(authorityPem);
    return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
        && verifies(authority.getPublicKey());
  }

  private boolean verifies(PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// @throws IllegalArgumentException if the text isn't an elliptic PKCS#8 key
  public boolean hasKey(String keyPem) {
    return Keys.belongTogether(certificate.getPublicKey(), Pem.key(keyPem));
  }

  /// SHA-256 of the whole certificate, in hexadecimal.
  public String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the fingerprint of " + this, e);
    }
  }

  @Override
  public String toString() {
    return "the certificate of " + certificate.getSubjectX500Principal().getName();
  }
}
