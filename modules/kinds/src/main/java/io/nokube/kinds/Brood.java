package io.nokube.kinds;

import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Polled;
import io.nokube.actor.Step;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bound pods that an owner polls. Their nodes start them; the owner starts one again, on its
/// node and in place, when a poll says that it was alive and is gone.
///
/// @param paths of the members, so that a path is only made once
public record Brood(
    Map<OwnershipPath, Member> members, Map<Uid, OwnershipPath> paths, Backoff fresh) {

  /// One bound pod.
  ///
  /// @param since when it was last seen to come alive; empty before its first life
  /// @param missed how many polls in a row found it gone
  public record Member(
      Pod pod, NodeName node, Optional<Instant> since, int missed, Backoff backoff) {
    Member with(Pod pod) {
      return new Member(pod, node, since, missed, backoff);
    }
  }

  /// @param backoff between two starts of the same pod
  public static Brood of(Backoff backoff) {
    return new Brood(Map.of(), Map.of(), backoff);
  }

  /// These pods are there now: polls the newly bound, forgets the vanished.
  public Step<Brood> keep(Collection<Pod> pods) {
    Map<OwnershipPath, Member> next = new LinkedHashMap<>();
    Map<Uid, OwnershipPath> nextPaths = new LinkedHashMap<>();
    List<Effect> effects = new ArrayList<>();
    for (Pod pod : pods) {
      Optional<NodeName> node = pod.spec().nodeName();
      if (node.isEmpty() || pod.status().phase().terminal()) {
        continue;
      }
      Uid uid = pod.metadata().uid();
      OwnershipPath known = paths.get(uid);
      OwnershipPath path = known == null ? PodPath.of(pod) : known;
      Member before = known == null ? null : members.get(known);
      if (before == null) {
        effects.add(new Effect.Adopt(path, node.get()));
        next.put(path, new Member(pod, node.get(), Optional.empty(), 0, fresh));
      } else {
        next.put(path, before.with(pod));
      }
      nextPaths.put(uid, path);
    }
    for (OwnershipPath path : members.keySet()) {
      if (!next.containsKey(path)) {
        effects.add(new Effect.Forget(path));
      }
    }
    return Step.to(
        new Brood(Collections.unmodifiableMap(next), Collections.unmodifiableMap(nextPaths), fresh),
        effects);
  }

  /// A pod was polled.
  public Step<Brood> polled(OwnershipPath path, Polled polled, Moment moment) {
    Member member = members.get(path);
    if (member == null) {
      return Step.to(this);
    }
    return switch (polled) {
      case Polled.Alive alive ->
          member.since().isPresent() && member.missed() == 0
              ? Step.to(this)
              : Step.to(with(path, alive(member, moment)));
      case Polled.Unknown unknown -> Step.to(this);
      case Polled.Gone gone -> gone(path, member, moment);
    };
  }

  /// A pod's actor on this node ended or failed. Its node starts it again; it is polled on.
  public Step<Brood> closed(OwnershipPath path) {
    Member member = members.get(path);
    return member == null ? Step.to(this) : Step.to(this, new Effect.Adopt(path, member.node()));
  }

  private static Member alive(Member member, Moment moment) {
    return new Member(member.pod(), member.node(), Optional.of(moment.now()), 0, member.backoff());
  }

  /// One that was never alive is its node's to start, which may not admit it: an owner that started
  /// it would pass that by.
  private Step<Brood> gone(OwnershipPath path, Member member, Moment moment) {
    boolean lost = member.since().isPresent() || member.backoff().failures() > 0;
    boolean due = member.backoff().remaining(moment.now()).isZero();
    Member missed =
        new Member(
            member.pod(), member.node(), member.since(), member.missed() + 1, member.backoff());
    if (!lost || !due) {
      return Step.to(with(path, missed));
    }
    Duration lived =
        member.since().map(since -> Duration.between(since, moment.now())).orElse(Duration.ZERO);
    Member restarted =
        new Member(
            member.pod(),
            member.node(),
            Optional.empty(),
            missed.missed(),
            member.backoff().failed(moment.now(), lived));
    return Step.to(
        with(path, restarted), new Effect.Spawn(path, member.node(), Optional.of(member.pod())));
  }

  private Brood with(OwnershipPath path, Member member) {
    Map<OwnershipPath, Member> next = new LinkedHashMap<>(members);
    next.put(path, member);
    return new Brood(Collections.unmodifiableMap(next), paths, fresh);
  }
}
