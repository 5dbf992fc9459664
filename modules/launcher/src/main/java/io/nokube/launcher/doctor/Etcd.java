package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is wrong with the members of etcd.
final class Etcd {
  /// Of its quota.
  private static final int FULL_PERCENT = 80;

  private Etcd() {}

  /// @param etcd of a head's health
  static List<Finding> findings(JsonNode etcd) {
    List<Finding> findings = new ArrayList<>();
    JsonNode members = etcd.path("members");
    for (JsonNode member : members) {
      String subject = "etcd " + member.path("endpoint").asText();
      if (member.has("unreachable")) {
        findings.add(silent(subject, member.path("unreachable").asText(), members.size()));
      }
      for (JsonNode error : member.path("errors")) {
        findings.add(complains(subject, error.asText()));
      }
      room(subject, member.path("bytes").asLong(), etcd.path("quotaBackendBytes").asLong())
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static Finding silent(String subject, String why, int members) {
    int more = (members - 1) / 2 - 1;
    return new Finding(
        subject,
        "does not answer: " + why,
        (members == 1
                ? "nothing can be changed until it does"
                : more > 0
                    ? "the others serve, and %d more may fail".formatted(more)
                    : "the others serve; if one more fails, nothing can be changed")
            + ". See whether its host is up; `nokube new-or-update` starts it again, or, on a host that was made anew, joins another in its place");
  }

  private static Finding complains(String subject, String error) {
    return new Finding(
        subject,
        "says " + error,
        error.contains("NOSPACE")
            ? "its quota is used up and it refuses every write: delete what isn't needed, run `etcdctl defrag`, then `etcdctl alarm disarm`"
            : error.contains("CORRUPT")
                ? "its data is damaged: take that member out and let another join in its place"
                : "etcd's own log tells more");
  }

  private static Optional<Finding> room(String subject, long bytes, long quota) {
    long percent = quota == 0 ? 0 : bytes * 100 / quota;
    return percent < FULL_PERCENT
        ? Optional.empty()
        : Optional.of(
            new Finding(
                subject,
                "its database takes %d %% of its quota of %d MiB"
                    .formatted(percent, quota / 1024 / 1024),
                "at 100 % it refuses every write: delete what isn't needed, then `etcdctl defrag`"));
  }
}
