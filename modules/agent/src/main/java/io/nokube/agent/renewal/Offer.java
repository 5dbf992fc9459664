package io.nokube.agent.renewal;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A certificate that a head has signed for this node.
record Offer(X509Certificate certificate) {

  /// Why it doesn't take the place of the node's own; empty: it does. It must be of the same key,
  /// authority and names, and last longer.
  Optional<String> refusal(X509Certificate own, X509Certificate authority) {
    if (!certificate.getPublicKey().equals(own.getPublicKey())) {
      return Optional.of("it is of another key");
    }
    if (!certificate.getSubjectX500Principal().equals(own.getSubjectX500Principal())
        || !Objects.equals(names(certificate), names(own))) {
      return Optional.of("it is for somebody else");
    }
    if (!Life.of(certificate).until().isAfter(Life.of(own).until())) {
      return Optional.of("it expires no later than the present one");
    }
    try {
      certificate.verify(authority.getPublicKey());
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.of("this cluster's authority hasn't signed it");
    }
  }

  private static Optional<List<String>> names(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames())
          .map(names -> names.stream().map(Object::toString).sorted().toList());
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
