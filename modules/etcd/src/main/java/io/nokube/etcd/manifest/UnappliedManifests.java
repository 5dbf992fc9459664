package io.nokube.etcd.manifest;

import io.nokube.etcd.manifest.ManifestStatus.State;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.model.EtcdKeys;
import io.nokube.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys of the manifests prefix that are not, or not all, carried out.
public final class UnappliedManifests {
  private UnappliedManifests() {}

  /// @param key below the prefix
  /// @param state `refused` or `unknown`
  /// @param problems with line and column of the key's text
  public record Unapplied(String key, String state, List<String> problems) {}

  /// @return empty if etcd can't be read
  public static Optional<List<Unapplied>> read(EtcdSession session, EtcdKeys keys) {
    return switch (session.list(Span.prefix(keys.manifestsStatus()))) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) -> {
        List<Unapplied> unapplied = new ArrayList<>();
        for (KeyValue entry : entries) {
          String key = entry.key().substring(keys.manifestsStatus().length());
          of(key, entry).ifPresent(unapplied::add);
        }
        yield Optional.of(List.copyOf(unapplied));
      }
      case Reading.Compacted<List<KeyValue>> compacted -> Optional.empty();
      case Reading.Unavailable<List<KeyValue>> unavailable -> Optional.empty();
    };
  }

  /// A status that somebody else has written over is written anew by the leader, and says nothing.
  private static Optional<Unapplied> of(String key, KeyValue entry) {
    try {
      ManifestStatus status = Json.read(entry.value().getBytes(), ManifestStatus.class);
      return status.state() == State.APPLIED
          ? Optional.empty()
          : Optional.of(
              new Unapplied(key, status.state().name().toLowerCase(Locale.ROOT), said(status)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> said(ManifestStatus status) {
    Stream<String> ofText =
        status.problems().stream()
            .map(problem ->
                "%d:%d: %s%s"
                    .formatted(
                        problem.line(),
                        problem.column(),
                        problem.field().isEmpty() ? "" : problem.field() + ": ",
                        problem.message()));
    return ofText.toList();
  }
}
