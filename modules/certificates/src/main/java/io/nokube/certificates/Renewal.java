package io.nokube.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a certificate stays, or another is to take its place.
///
/// Pure. A certificate is renewed when less than a third of its life is left, so that a failed
/// renewal can be repeated for long before anything stops.
public sealed interface Renewal {
  record Keep() implements Renewal {}

  record Renew(String why) implements Renewal {}

  /// @param certificatePem as it is there; empty: there is none
  /// @param holder what it is to say
  /// @param authorityPem whose it is to be
  /// @throws IllegalArgumentException if the authority's text is no certificate
  static Renewal of(
      Optional<String> certificatePem, Holder holder, String authorityPem, Instant now) {
    if (certificatePem.isEmpty()) {
      return new Renew("there is none");
    }
    CertificateView view;
    try {
      view = CertificateView.of(certificatePem.get());
    } catch (IllegalArgumentException e) {
      return new Renew("it can't be read: " + e.getMessage());
    }
    return reason(view, holder, authorityPem, now).<Renewal>map(Renew::new).orElseGet(Keep::new);
  }

  /// As [#of], where the key is at hand: it must be the certificate's.
  static Renewal of(Identity identity, Holder holder, String authorityPem, Instant now) {
    Renewal renewal = of(Optional.of(identity.certificatePem()), holder, authorityPem, now);
    return renewal instanceof Keep && !isItsKey(identity)
        ? new Renew("its key can't be read or is another certificate's")
        : renewal;
  }

  private static boolean isItsKey(Identity identity) {
    try {
      return CertificateView.of(identity.certificatePem()).hasKey(identity.keyPem());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> reason(
      CertificateView view, Holder holder, String authorityPem, Instant now) {
    if (!view.isSignedBy(authorityPem)) {
      return Optional.of("another authority has signed it");
    }
    if (!view.commonName().equals(holder.commonName())
        || !view.organization().equals(holder.organization())) {
      return Optional.of(
          "it is for %s of %s, wanted is %s of %s"
              .formatted(
                  view.commonName(),
                  view.organization(),
                  holder.commonName(),
                  holder.organization()));
    }
    if (!view.names().equals(holder.names())) {
      return Optional.of("it names %s, wanted are %s".formatted(view.names(), holder.names()));
    }
    if (!view.isFor(holder.use())) {
      return Optional.of("it is for another use");
    }
    return time(view, now);
  }

  private static Optional<String> time(CertificateView view, Instant now) {
    if (now.isBefore(view.notBefore())) {
      return Optional.of(
          "it isn't valid before %s, and it is %s: is a clock wrong?"
              .formatted(view.notBefore(), now));
    }
    if (!now.isBefore(view.notAfter())) {
      return Optional.of("it has expired at " + view.notAfter());
    }
    Duration life = Duration.between(view.notBefore(), view.notAfter());
    Duration left = Duration.between(now, view.notAfter());
    return left.multipliedBy(3).compareTo(life) < 0
        ? Optional.of("less than a third of its life is left: it expires at " + view.notAfter())
        : Optional.empty();
  }
}
