package io.nokube.kinds.placement;

import io.nokube.kinds.Requests;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the pods of one node take of it together.
///
/// @param byOwner how many of them each controller has
public record Taken(int pods, Requests requests, List<HostPort> ports, Map<Uid, Integer> byOwner) {
  public static final Taken NOTHING = new Taken(0, Requests.NONE, List.of(), Map.of());

  public static Taken by(Collection<Footprint> footprints) {
    Taken taken = NOTHING;
    for (Footprint footprint : footprints) {
      taken = taken.plus(footprint);
    }
    return taken;
  }

  public Taken plus(Footprint footprint) {
    return new Taken(
        pods + 1,
        requests.plus(footprint.requests()),
        joined(ports, footprint.ports()),
        counted(footprint, 1));
  }

  /// @param footprint one that was added
  public Taken minus(Footprint footprint) {
    List<HostPort> left = new ArrayList<>(ports);
    footprint.ports().forEach(left::remove);
    return new Taken(
        pods - 1, requests.minus(footprint.requests()), List.copyOf(left), counted(footprint, -1));
  }

  /// How many pods of the same controller are here.
  public int siblings(Footprint footprint) {
    return footprint.owner().map(owner -> byOwner.getOrDefault(owner, 0)).orElse(0);
  }

  private static List<HostPort> joined(List<HostPort> some, List<HostPort> more) {
    if (more.isEmpty()) {
      return some;
    }
    List<HostPort> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private Map<Uid, Integer> counted(Footprint footprint, int by) {
    if (footprint.owner().isEmpty()) {
      return byOwner;
    }
    Map<Uid, Integer> counts = new HashMap<>(byOwner);
    int count = counts.merge(footprint.owner().get(), by, Integer::sum);
    if (count <= 0) {
      counts.remove(footprint.owner().get());
    }
    return Map.copyOf(counts);
  }
}
