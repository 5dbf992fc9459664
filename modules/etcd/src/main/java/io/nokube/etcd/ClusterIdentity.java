package io.nokube.etcd;

import io.nokube.actor.port.Read;
import io.nokube.etcd.ClusterConfig.Text;
import java.util.Optional;
import java.util.function.Function;

/// Whose data etcd holds under this cluster's prefix. Two clusters of one name are told apart by
/// the id in their configuration; other clusters under other prefixes are nobody's business.
///
/// @param id of the cluster this process belongs to
/// @param idIn the id that a configuration's text says; empty if it says none
public record ClusterIdentity(String id, Function<String, Optional<String>> idIn) {

  public sealed interface Verdict {
    record Ours(Text config) implements Verdict {}

    /// Nobody has stored a configuration here yet.
    record Unclaimed() implements Verdict {}

    /// Nothing here may be read or written.
    record AnotherCluster(String why) implements Verdict {}

    /// We could not look.
    record Unknown(String why) implements Verdict {}
  }

  public Verdict check(ClusterConfig config) {
    return judge(config.read(), config.keys().config());
  }

  Verdict judge(Read<Text> read, String key) {
    return switch (read) {
      case Read.Found<Text>(var text, var at) -> judge(text, key);
      case Read.Absent<Text> absent -> new Verdict.Unclaimed();
      case Read.Unavailable<Text>(var why) -> new Verdict.Unknown(why);
    };
  }

  private Verdict judge(Text text, String key) {
    Optional<String> stored = idIn.apply(text.text());
    return stored.equals(Optional.of(id))
        ? new Verdict.Ours(text)
        : new Verdict.AnotherCluster(
            "etcd holds %s at %s, and this is cluster id %s: use another etcd or another cluster name"
                .formatted(
                    stored
                        .map(other -> "the data of another cluster, id " + other + ",")
                        .orElse("a configuration without a cluster id"),
                    key,
                    id));
  }
}
