package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.launcher.cluster.Seen.Member;
import io.nokube.launcher.cluster.Seen.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// How each etcd member that the file names comes to run. Pure.
///
/// A founder's first start is written down on its host before any founder starts. So a host without
/// that note, beside others that have data, is new or was rebuilt: it joins. And while nobody has
/// data, founding goes on as it was begun. Of a host that was left out nothing is known, so nothing
/// is done about its member.
///
/// @param found members to start as their note says, or is to say
/// @param join members that the running ones must be asked for first, in order
record Founding(Map<String, FirstStart> found, List<String> join) {

  /// @param wanted peer URL by member, in the order of the file
  /// @param seen what each host told that was not left out
  /// @param token of the cluster, should it be founded now
  static Founding of(SequencedMap<String, String> wanted, Map<String, Member> seen, String token) {
    boolean data = wanted.keySet().stream().anyMatch(name -> member(seen, name).data());
    FirstStart fresh =
        wanted.keySet().stream()
            .flatMap(name -> member(seen, name).first().stream())
            .filter(first -> first.state().equals("new"))
            .findFirst()
            .orElseGet(() -> new FirstStart("new", token, peers(wanted)));
    Map<String, FirstStart> found = new TreeMap<>();
    List<String> join = new ArrayList<>();
    for (String name : wanted.keySet().stream().filter(seen::containsKey).toList()) {
      Optional<FirstStart> noted = member(seen, name).first();
      boolean founder = fresh.initialCluster().stream().anyMatch(peer -> peer.name().equals(name));
      if (noted.isPresent()) {
        found.put(name, noted.get());
      } else if (!data && founder) {
        found.put(name, fresh);
      } else {
        join.add(name);
      }
    }
    return new Founding(found, List.copyOf(join));
  }

  /// The first member that was left out, if others are to be founded of which none has data, nor a
  /// founding to go on with: it may have all there is, and that would be a beginning with nothing.
  static Optional<String> mayHaveAll(
      SequencedMap<String, String> wanted, Map<String, Member> seen) {
    List<Member> others =
        wanted.keySet().stream().filter(seen::containsKey).map(name -> member(seen, name)).toList();
    return others.isEmpty() || others.stream().anyMatch(member -> member.data() || founds(member))
        ? Optional.empty()
        : leftOut(wanted, seen);
  }

  /// The first member that was left out, if others are to join: etcd takes in none while one of its
  /// members is away.
  Optional<String> keepsOthersOut(SequencedMap<String, String> wanted, Map<String, Member> seen) {
    return join.isEmpty() ? Optional.empty() : leftOut(wanted, seen);
  }

  private static boolean founds(Member member) {
    return member.first().filter(first -> first.state().equals("new")).isPresent();
  }

  private static Optional<String> leftOut(
      SequencedMap<String, String> wanted, Map<String, Member> seen) {
    return wanted.keySet().stream().filter(name -> !seen.containsKey(name)).findFirst();
  }

  private static Member member(Map<String, Member> seen, String name) {
    return Optional.ofNullable(seen.get(name)).orElse(new Member(false, Optional.empty()));
  }

  private static List<Peer> peers(SequencedMap<String, String> wanted) {
    return wanted.entrySet().stream()
        .map(entry -> new Peer(entry.getKey(), entry.getValue()))
        .toList();
  }
}
