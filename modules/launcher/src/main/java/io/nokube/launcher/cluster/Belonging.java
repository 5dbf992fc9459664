package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.Seen.Owner;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which cluster the hosts of a file belong to, as far as they say. Pure.
///
/// A first run gives the heads all that the cluster trusts before any worker gets anything. So
/// hosts of which no head has all of it, and no worker has any, belong to a run that was cut short:
/// the cluster is founded anew under the same id.
sealed interface Belonging {

  /// @param head has all that the cluster trusts
  record To(String id, String head) implements Belonging {}

  /// @param id as a run that was cut short chose it
  record ToNone(Optional<String> id) implements Belonging {}

  record Refused(String node, String why, String advice) implements Belonging {}

  static Belonging of(ClusterFile file, Map<String, Seen> seen) {
    List<String> heads = file.heads().stream().map(NodeName::text).toList();
    Optional<String> whole =
        heads.stream()
            .filter(head ->
                Optional.ofNullable(seen.get(head))
                    .filter(at -> at.owner().isPresent())
                    .filter(at -> at.files().keySet().containsAll(Authorities.FILES))
                    .isPresent())
            // One that a run was cut short on has not accepted a file yet.
            .min(Comparator.comparing(head -> accepted(seen, head).isEmpty()));
    Optional<String> id =
        whole
            .map(seen::get)
            .or(() -> seen.values().stream().filter(at -> at.owner().isPresent()).findFirst())
            .flatMap(Seen::owner)
            .map(Owner::id);
    for (Map.Entry<String, Seen> each : seen.entrySet()) {
      Optional<Owner> owner = each.getValue().owner();
      if (owner.isPresent() && !owner.map(Owner::id).equals(id)) {
        return new Refused(
            each.getKey(),
            "another cluster of the same name is here: its id is %s, and the others' is %s"
                .formatted(owner.get().id(), id.orElse("")),
            "take another workspace, or remove that cluster first (nokube remove)");
      }
    }
    if (whole.isPresent() && id.isPresent()) {
      return new To(id.get(), whole.get());
    }
    return seen.entrySet().stream()
        .filter(each -> !Set.copyOf(heads).contains(each.getKey()))
        .filter(each -> each.getValue().files().containsKey("tls/ca.crt"))
        .findFirst()
        .<Belonging>map(each ->
            new Refused(
                each.getKey(),
                "it belongs to cluster %s already, but no head of the file has what that cluster trusts"
                    .formatted(file.cluster()),
                "name the cluster's heads in the file; if they are lost, remove this node first"
                    + " (nokube remove)"))
        .orElseGet(() -> new ToNone(id));
  }

  /// Whether heads have accepted different files: one of them was left out meanwhile.
  static boolean disagree(ClusterFile file, Map<String, Seen> seen) {
    return file.heads().stream()
            .flatMap(head -> accepted(seen, head.text()).stream())
            .distinct()
            .count()
        > 1;
  }

  private static Optional<String> accepted(Map<String, Seen> seen, String head) {
    return Optional.ofNullable(seen.get(head))
        .flatMap(at -> Optional.ofNullable(at.files().get(Authorities.ACCEPTED)));
  }
}
