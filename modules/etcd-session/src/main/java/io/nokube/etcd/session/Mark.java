package io.nokube.etcd.session;

/// How far a client has seen etcd come. Worth to be kept through restarts: then a client also knows
/// an etcd that was set back while it was away.
///
/// @param cluster etcd's own id of its cluster; a restored snapshot has another, unless it was
///   given the same members and token
/// @param epoch raised by whoever restores etcd on purpose; 0: never
/// @param revision the highest that was seen in this epoch; may be lower than that, never higher
/// @param refused whether etcd was once found behind this mark: from then on its revision says
///   nothing any more, and only a higher epoch counts
public record Mark(long cluster, long epoch, long revision, boolean refused) {

  Mark at(long seen) {
    return seen > revision ? new Mark(cluster, epoch, seen, refused) : this;
  }

  Mark refusing() {
    return new Mark(cluster, epoch, revision, true);
  }
}
