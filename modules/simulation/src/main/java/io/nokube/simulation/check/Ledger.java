package io.nokube.simulation.check;

import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.store.Session.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What users asked for, what they were told, and what the store did.
public final class Ledger {
  private final Findings findings;
  private final List<Entry> entries = new ArrayList<>();

  /// By key, what the last write that was carried out left: empty if it deleted.
  private final Map<ObjectKey, Optional<KubeObject>> last = new LinkedHashMap<>();

  /// One thing asked for.
  public static final class Entry {
    private final String what;
    private boolean carriedOut;
    private Optional<Answer<Write>> told = Optional.empty();

    Entry(String what) {
      this.what = what;
    }
  }

  public Ledger(Findings findings) {
    this.findings = findings;
  }

  public Entry open(String what) {
    Entry entry = new Entry(what);
    entries.add(entry);
    return entry;
  }

  public void did(Entry entry, ObjectKey key, Write write, boolean deletes) {
    if (write instanceof Write.Accepted(var object)) {
      entry.carriedOut = true;
      last.put(key, deletes ? Optional.empty() : Optional.of(object));
    }
  }

  public void told(Entry entry, Answer<Write> answer) {
    entry.told = Optional.of(answer);
    check(entry);
  }

  private void check(Entry entry) {
    boolean accepted = entry.told.orElse(null) instanceof Answer.Is<Write>(Write.Accepted _);
    boolean refused =
        entry.told.orElse(null) instanceof Answer.NotSent<Write>
            || entry.told.orElse(null) instanceof Answer.Is<Write>(Write.Refused _);
    if (accepted && !entry.carriedOut) {
      findings.found("lost write", entry.what + " was accepted and not carried out");
    }
    if (refused && entry.carriedOut) {
      findings.found("refused write", entry.what + " was refused and carried out");
    }
  }

  /// At the end: every write is what its writer was told, and the last of each object stands.
  ///
  /// @param evicted pods that actors asked to go
  void checkAll(Etcd etcd, Set<Uid> evicted) {
    entries.forEach(this::check);
    last.forEach((key, wanted) -> {
      Optional<KubeObject> there = etcd.get(key);
      boolean stands =
          wanted
              .map(object ->
                  there.filter(it -> isSame(object, it)).isPresent() || isEvicted(object, evicted))
              .orElseGet(there::isEmpty);
      if (!stands) {
        findings.found("lost write", key + " is not as the last write left it");
      }
    });
  }

  private static boolean isEvicted(KubeObject object, Set<Uid> evicted) {
    return object instanceof Pod && evicted.contains(object.metadata().uid());
  }

  /// Nobody but its user changes what an object is to be: its generation counts such changes. (A
  /// pod is bound besides.)
  private static boolean isSame(KubeObject object, KubeObject there) {
    return object.metadata().uid().equals(there.metadata().uid())
        && (object instanceof Pod
            || object.metadata().generation() == there.metadata().generation());
  }
}
