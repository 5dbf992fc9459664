package io.nokube.agent.renewal;

import io.nokube.model.NodeName;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// What a node shows when it asks for a renewal: the certificate that it has.
///
/// @param node under whose name it was put into etcd
record Request(NodeName node, X509Certificate certificate) {

  /// Why the authority won't sign it anew; empty: it may. Whoever could write it into etcd has such
  /// a certificate already: what is to be kept out is one that has expired.
  Optional<String> refusal(X509Certificate authority, Instant now) {
    if (!isSignedBy(authority)) {
      return Optional.of("this cluster's authority hasn't signed it");
    }
    if (certificate.getBasicConstraints() >= 0) {
      return Optional.of("it is an authority's");
    }
    if (!commonName().equals(Optional.of(node.text()))) {
      return Optional.of("it is for " + certificate.getSubjectX500Principal());
    }
    Life life = Life.of(certificate);
    if (life.isOver(now)) {
      return Optional.of("it has expired at " + life.until());
    }
    return life.isOld(now)
        ? Optional.empty()
        : Optional.of("more than a third of its life is left: it expires at " + life.until());
  }

  private boolean isSignedBy(X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Optional<String> commonName() {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> part.getValue().toString())
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
