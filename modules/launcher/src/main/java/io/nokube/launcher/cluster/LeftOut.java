package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.Seen.Member;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What it means for etcd that hosts are left out (`--without`), since they can't be reached.
record LeftOut(ClusterFile file, List<String> names) {

  /// @param seen etcd's members of the hosts that were not left out
  /// @throws NodeFailure if what is to be done of etcd can't be done without them
  void check(Belonging belonging, Founding founding, Map<String, Member> seen) {
    var peers = EtcdWork.peers(file);
    if (belonging instanceof Belonging.To) {
      Founding.mayHaveAll(peers, seen)
          .ifPresent(node -> {
            throw refused(
                node, "no other member that the file names has etcd's data: it may have all", "");
          });
    }
    founding
        .keepsOthersOut(peers, seen)
        .ifPresent(node -> {
          throw refused(
              node,
              "etcd takes in no new member (%s) while one is away"
                  .formatted(String.join(", ", founding.join())),
              ", or take it from etcd.members");
        });
  }

  private static NodeFailure refused(String node, String why, String orElse) {
    return new NodeFailure(
        node,
        "etcd",
        "it was left out (--without), but " + why,
        "run again without --without " + node + orElse);
  }

  /// Those that were members of etcd and are to be none: their peer URLs by name.
  Map<String, String> formerMembers(ClusterFile before) {
    Map<String, String> former = new LinkedHashMap<>();
    for (NodeName member : before.members()) {
      if (names.contains(member.text()) && !file.isMember(member)) {
        former.put(member.text(), EtcdWork.peerUrl(before, member));
      }
    }
    return former;
  }
}
