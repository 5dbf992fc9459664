package io.nokube.etcd.session;

import java.util.Optional;

/// What an etcd that answers is to a client which has seen it before. Pure.
///
/// A revision never goes down in an etcd that goes on. If it does, etcd was restored from an older
/// backup, and what it holds is no news: what seems to be gone may only not have been made yet.
public sealed interface Course {

  /// What to remember from now on.
  Mark mark();

  /// It is the one that was seen before, as far as anybody can tell.
  record Onward(Mark mark) implements Course {}

  /// It was restored on purpose: what it holds counts, and all that was known before doesn't.
  record Anew(Mark mark) implements Course {}

  /// It was set back, or is another: nothing that it says may be believed.
  record SetBack(Mark mark, String why) implements Course {}

  /// @param seen empty: this client knows of nothing before
  /// @param now how etcd answers, linearizable
  static Course of(Optional<Mark> seen, Mark now) {
    if (seen.isEmpty()) {
      return new Onward(now);
    }
    var before = seen.get();
    if (now.epoch() > before.epoch()) {
      return new Anew(now);
    }
    if (now.epoch() < before.epoch()) {
      return back(
          before, "it is in epoch %d, and was in %d".formatted(now.epoch(), before.epoch()));
    }
    if (now.cluster() != before.cluster()) {
      return back(
          before,
          "its cluster id is %s, and was %s"
              .formatted(Long.toHexString(now.cluster()), Long.toHexString(before.cluster())));
    }
    if (now.revision() < before.revision()) {
      return back(
          before,
          "it is at revision %d, and was at %d".formatted(now.revision(), before.revision()));
    }
    return before.refused()
        ? back(before, "it was found so before, and its epoch is %d still".formatted(now.epoch()))
        : new Onward(now);
  }

  private static Course back(Mark before, String how) {
    return new SetBack(
        before.refusing(), "etcd was set back to an older backup, or is another: " + how);
  }
}
