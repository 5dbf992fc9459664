package io.nokube.model.cluster;

import io.nokube.model.Grace;
import io.nokube.model.validation.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How long things take, and how that must fit together.
final class TimeRules {
  private static final Duration MOST = Duration.ofDays(36500);
  private static final Duration LEAST_LEASE = Duration.ofSeconds(2);

  /// Whoever replaces pods may reckon with a time that is fast by one part in so many.
  private static final int CLOCKS_DIFFER = 50;

  private static final Duration LEAST_VALIDITY = Duration.ofHours(1);

  private TimeRules() {}

  static void check(Field file) {
    checkEachInBounds(file);
    checkLease(file);
    checkCertificates(file.get("certificates"));
    checkIsolation(file);
  }

  private static void checkEachInBounds(Field file) {
    Field etcd = file.get("etcd");
    Field certificates = file.get("certificates");
    Field isolation = file.get("isolation");
    Stream<Field> durations =
        Stream.of(
            file.get("orphan_grace"),
            file.get("evict_after"),
            file.get("poll_children"),
            file.get("poll_parent"),
            etcd.get("lease_ttl"),
            etcd.get("lease_renew"),
            etcd.get("request_timeout"),
            etcd.get("reconnect_bound"),
            certificates.get("node_validity"),
            certificates.get("authority_validity"),
            isolation.get("stop_grace"),
            isolation.get("kill_budget"));
    durations.forEach(field ->
        of(field)
            .filter(duration -> !duration.isPositive() || duration.compareTo(MOST) > 0)
            .ifPresent(_ -> field.invalid("must be more than nothing and at most 36500d")));
  }

  private static void checkLease(Field file) {
    Field ttlField = file.get("etcd").get("lease_ttl");
    Field renewField = file.get("etcd").get("lease_renew");
    Field evictField = file.get("evict_after");
    Optional<Duration> ttl = of(ttlField);
    if (ttl.filter(each -> each.compareTo(LEAST_LEASE) < 0 || each.toNanosPart() != 0)
        .isPresent()) {
      ttlField.invalid("must be whole seconds, 2s or more: etcd grants no other lease");
    }
    if (ttl.isPresent()
        && of(renewField)
            .filter(each -> each.multipliedBy(2).compareTo(ttl.get()) > 0)
            .isPresent()) {
      renewField.invalid(
          "must be at most half of etcd.lease_ttl, which is %s: else one late renewal costs the lease"
              .formatted(said(ttlField)));
    }
    if (ttl.isPresent()
        && of(evictField).filter(each -> each.compareTo(ttl.get()) <= 0).isPresent()) {
      evictField.invalid(
          "must be longer than etcd.lease_ttl, which is %s: before that nobody knows that a node is silent"
              .formatted(said(ttlField)));
    }
  }

  private static void checkCertificates(Field certificates) {
    Field node = certificates.get("node_validity");
    Field authority = certificates.get("authority_validity");
    if (of(node)
        .filter(each -> each.isPositive() && each.compareTo(LEAST_VALIDITY) < 0)
        .isPresent()) {
      node.invalid("must be 1h or more: a certificate must outlive its renewal");
    }
    if (of(node).isPresent()
        && of(authority).filter(each -> each.compareTo(of(node).get()) <= 0).isPresent()) {
      authority.invalid(
          "must be longer than certificates.node_validity, which is %s: no certificate outlives its authority"
              .formatted(said(node)));
    }
  }

  /// A pod of an isolated node must be dead before its replacement can be alive, and one renewal
  /// that gets no answer must end nothing.
  private static void checkIsolation(Field file) {
    Field isolation = file.get("isolation");
    Optional<String> choice = file.get("on_isolation").text();
    if (choice.equals(Optional.of("stop")) && !isolation.isPresent()) {
      isolation.requiredBelow(
          "on_isolation: stop needs stop_grace and kill_budget, to reckon whether pods are dead in time");
    }
    if (choice.equals(Optional.of("keep")) && isolation.isPresent()) {
      isolation.forbidden("only on_isolation: stop has a use for it; remove it");
    }
    if (!choice.equals(Optional.of("stop"))) {
      return;
    }
    if (file.get("evict_after").text().equals(Optional.of("never"))) {
      file.get("evict_after")
          .invalid(
              "fits on_isolation: keep alone: with stop, pods of a node that is cut off would end, and never be replaced");
    }
    Field etcd = file.get("etcd");
    List<Field> dying =
        List.of(
            etcd.get("lease_renew"),
            etcd.get("request_timeout"),
            isolation.get("stop_grace"),
            isolation.get("kill_budget"));
    Field evictAfter = file.get("evict_after");
    List<Field> takingOver = List.of(etcd.get("lease_ttl"), evictAfter);
    Optional<Duration> replaced = sum(takingOver);
    Optional<Duration> dead =
        sum(dying)
            .flatMap(sum ->
                sum(List.of(evictAfter)).map(after -> sum.plus(after.dividedBy(CLOCKS_DIFFER))));
    if (dead.isPresent() && replaced.isPresent() && dead.get().compareTo(replaced.get()) > 0) {
      file.get("on_isolation")
          .invalid(
              ("a pod could run beside its replacement, or end though all is well: etcd.lease_renew %s +"
                      + " etcd.request_timeout %s + isolation.stop_grace %s + isolation.kill_budget %s + 2 %% of evict_after"
                      + " are more than etcd.lease_ttl %s + evict_after %s; shorten the former or lengthen the latter")
                  .formatted(
                      Stream.concat(dying.stream(), takingOver.stream())
                          .map(TimeRules::said)
                          .toArray()));
    }
  }

  /// Empty if one is missing, ill-written or never.
  private static Optional<Duration> sum(List<Field> fields) {
    return fields.stream()
        .map(TimeRules::of)
        .reduce(Optional.of(Duration.ZERO), (sum, each) -> sum.flatMap(so -> each.map(so::plus)));
  }

  /// Empty if it is missing, ill-written or never: the schema says which of these may be.
  private static Optional<Duration> of(Field field) {
    try {
      return field
          .text()
          .map(Grace::parse)
          .flatMap(grace ->
              grace instanceof Grace.For(Duration duration)
                  ? Optional.of(duration)
                  : Optional.empty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String said(Field field) {
    return field.text().orElse("");
  }
}
