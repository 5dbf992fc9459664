package io.nokube.kinds.placement;

import static io.nokube.kinds.testing.Property.property;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.nokube.kinds.Requests;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.core.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds of every placement, whatever nodes and pods there are.
class PlacementPropertyTest {
  /// Four small nodes, of which one is tainted and one is silent.
  private static final List<Place> NODES =
      List.of(
          Place.of(Things.node("n1").room("1", "1Gi", 3).build(), Taken.NOTHING),
          Place.of(Things.node("n2").room("2", "512Mi", 4).build(), Taken.NOTHING),
          Place.of(
              Things.node("n3").room("4", "4Gi", 9).taint("a", "b", "NoSchedule").build(),
              Taken.NOTHING),
          Place.of(Things.node("n4").room("4", "4Gi", 9).silent().build(), Taken.NOTHING));

  private static final List<PodSpec> SPECS =
      List.of(
          Things.pod("plain").build().spec(),
          Things.pod("tolerant").tolerates("a", "").build().spec(),
          Things.pod("picky").selects("kubernetes.io/hostname", "n2").build().spec());

  /// Each number is a pod: its spec, what it requests, its port and its owner.
  private static final Gen<List<Integer>> PODS =
      lists().of(integers().between(0, 3 * 4 * 4 * 2 - 1)).ofSizeBetween(1, 6);

  private static PodSpec spec(int code) {
    return SPECS.get(code % 3);
  }

  private static Footprint footprint(int code) {
    int size = code / 3 % 4;
    int port = code / 12 % 4;
    return new Footprint(
        new Requests(size * 300L, (size * 200L) << 20),
        port == 0 ? List.of() : List.of(new HostPort("", "TCP", port)),
        Optional.of(new Uid("owner-" + code / 48)));
  }

  @Test
  void oneAfterTheOtherPodsNeverOvercommitANodeAndNoFitMeansNoFit() {
    property()
        .forAll(PODS, longs().all())
        .check((codes, seed) -> {
          SplittableRandom chance = new SplittableRandom(seed);
          List<Place> places = new ArrayList<>(NODES);
          for (int code : codes) {
            Footprint footprint = footprint(code);
            switch (Placement.of(spec(code), footprint, places, chance)) {
              case Placement.Chosen(NodeName node) ->
                  places.replaceAll(place ->
                      place.name().equals(node)
                          ? place.with(place.taken().plus(footprint))
                          : place);
              case Placement.NoFit(String message) -> {
                if (anyFits(places, spec(code), footprint)
                    || !message.startsWith("0/4 nodes are available: ")) {
                  return false;
                }
              }
            }
          }
          return places.stream().allMatch(PlacementPropertyTest::isWithinBounds)
              && places.getLast().taken().pods() == 0;
        });
  }

  private static boolean anyFits(List<Place> places, PodSpec spec, Footprint footprint) {
    return places.stream().anyMatch(p -> Filters.against(spec, footprint, p).isEmpty());
  }

  private static boolean isWithinBounds(Place place) {
    Taken taken = place.taken();
    return taken.pods() <= place.seats()
        && taken.requests().cpuMilli() <= place.offered().cpuMilli()
        && taken.requests().memoryBytes() <= place.offered().memoryBytes()
        && taken.ports().stream().distinct().count() == taken.ports().size();
  }

  @Test
  void whatIsTakenAndGivenBackLeavesNothing() {
    property()
        .forAll(PODS)
        .check(codes -> {
          Taken taken = Taken.NOTHING;
          for (int code : codes) {
            taken = taken.plus(footprint(code));
          }
          for (int code : codes) {
            taken = taken.minus(footprint(code));
          }
          return taken.equals(Taken.NOTHING);
        });
  }
}
