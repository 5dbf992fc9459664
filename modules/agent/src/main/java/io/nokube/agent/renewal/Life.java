package io.nokube.agent.renewal;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// From when to when a certificate is good.
record Life(Instant from, Instant until) {
  /// How far a node's clock may be behind.
  private static final Duration SKEW = Duration.ofMinutes(10);

  static Life of(X509Certificate certificate) {
    return new Life(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  Duration length() {
    return Duration.between(from, until);
  }

  /// Whether less than a third is left, as `new-or-update` renews it too.
  boolean isOld(Instant now) {
    return Duration.between(now, until).multipliedBy(3).compareTo(length()) < 0;
  }

  /// Whether a later one is due, and can be had: none outlasts the authority.
  boolean isToBeRenewed(Instant now, Life authority) {
    return isOld(now) && until.isBefore(authority.until());
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /// One as long as this, from now on, but no longer than the authority's.
  Life anew(Instant now, Life authority) {
    Instant begin = now.minus(SKEW);
    Instant end = begin.plus(length());
    return new Life(begin, end.isAfter(authority.until()) ? authority.until() : end);
  }
}
