package io.nokube.etcd.manifest;

import io.nokube.etcd.manifest.Carrying.End;
import io.nokube.etcd.manifest.ManifestStatus.DocumentStatus;
import io.nokube.etcd.manifest.ManifestStatus.Result;
import io.nokube.etcd.manifest.ManifestStatus.State;
import io.nokube.etcd.manifest.ManifestStatus.Trouble;
import io.nokube.etcd.manifest.Reconciliation.Came;
import io.nokube.model.ObjectKey;
import io.nokube.model.strict.Manifest.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Adds up what became of each of a manifest's writes.
final class Tally {
  private final List<DocumentStatus> documents = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<ObjectKey> pruned = new ArrayList<>();
  private boolean unknown;
  private boolean deposed;

  void wrote(Document document, End end) {
    switch (end) {
      case End.Done(Result result) -> documents.add(DocumentStatus.of(document, result, ""));
      case End.Refused(String why) -> failed(document, why);
      case End.Outdated(String why) -> failed(document, why);
      case End.Unknown(String why) -> {
        unknown = true;
        failed(document, why);
      }
      case End.Deposed gone -> deposed = true;
    }
  }

  private void failed(Document document, String why) {
    documents.add(DocumentStatus.of(document, Result.REFUSED, why));
    troubles.add(new Trouble(document.at().line(), document.at().column(), "", why));
  }

  void pruned(ObjectKey key, End end) {
    switch (end) {
      case End.Done(Result result) -> {
        if (result == Result.CONFIGURED) {
          pruned.add(key);
        }
      }
      case End.Refused(String why) -> notPruned(key, why);
      case End.Outdated(String why) -> notPruned(key, why);
      case End.Unknown(String why) -> notPruned(key, why);
      case End.Deposed gone -> deposed = true;
    }
  }

  private void notPruned(ObjectKey key, String why) {
    unknown = true;
    troubles.add(new Trouble(1, 1, "", "pruning %s: %s".formatted(key.shortName(), why)));
  }

  /// There may be more to prune than is known.
  void blind(String why) {
    unknown = true;
    troubles.add(new Trouble(1, 1, "", "looking for Secrets that are no longer wanted: " + why));
  }

  /// Whether all is well so far.
  boolean isClean() {
    return troubles.isEmpty() && !deposed;
  }

  Came came(long revision) {
    if (deposed) {
      return new Came.Deposed();
    }
    documents.sort(Comparator.comparingInt(DocumentStatus::index));
    State state = unknown ? State.UNKNOWN : isClean() ? State.APPLIED : State.REFUSED;
    ManifestStatus status = new ManifestStatus(revision, state, documents, troubles);
    return unknown ? new Came.Again(status) : new Came.Settled(status, hasChanged());
  }

  private boolean hasChanged() {
    return !pruned.isEmpty()
        || documents.stream().anyMatch(document -> document.result() != Result.UNCHANGED);
  }

  /// For the log: how many documents came to what, and what was pruned.
  @Override
  public String toString() {
    Map<Result, Long> counts =
        documents.stream()
            .collect(Collectors.groupingBy(DocumentStatus::result, Collectors.counting()));
    return "documents=%s pruned=%s".formatted(counts, pruned);
  }
}
