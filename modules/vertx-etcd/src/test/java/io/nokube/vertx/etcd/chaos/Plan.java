package io.nokube.vertx.etcd.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// One cycle: faults, and what the nodes register and give up meanwhile and afterwards.
///
/// @param held whether the faults last until those that are well agree on who is gone; else each
///   lasts as long as it says, mostly too short for that
/// @param compacts whether etcd forgets all that was before the faults end: who missed it has to
///   read everything anew
record Plan(
    boolean held,
    boolean compacts,
    List<Lasting> faults,
    List<Change> meanwhile,
    List<Change> afterwards) {

  /// @param at after the cycle's begin
  record Lasting(Fault fault, Duration at, Duration lasts) {}

  /// A node registers on an address, or gives up a registration if it has one.
  ///
  /// @param at after the cycle's begin, or after the end of its faults
  record Change(int node, String address, boolean registers, Duration at) {}

  /// Of the same `chance` always the same.
  static Plan by(RandomGenerator chance, int nodes, int addresses) {
    var held = chance.nextInt(5) < 2;
    var many = 1 + (chance.nextInt(10) < 4 ? 1 : 0) + (chance.nextInt(10) == 0 ? 1 : 0);
    var order = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
    Collections.shuffle(order, chance);
    var faults = new ArrayList<Lasting>();
    for (var i = 0; i < Math.min(many, nodes - 1); i++) {
      var fault = fault(chance, order.get(i), order.get(i + 1), held);
      var lasting = new Lasting(fault, millis(chance, 0, 400), lasts(chance));
      if (!ofEtcd(fault) || faults.stream().noneMatch(each -> ofEtcd(each.fault()))) {
        faults.add(lasting);
      }
    }
    return new Plan(
        held,
        held && chance.nextBoolean(),
        List.copyOf(faults),
        changes(chance, nodes, addresses, 2 + chance.nextInt(5), 1500),
        changes(chance, nodes, addresses, chance.nextInt(4), 300));
  }

  private static Fault fault(RandomGenerator chance, int node, int other, boolean held) {
    return switch (chance.nextInt(held ? 16 : 19)) {
      case 0, 1, 2, 3 -> new Fault.Killed(node);
      case 4 -> new Fault.Left(node);
      case 5, 6, 7, 8 -> new Fault.Paused(node);
      case 9, 10, 11 -> new Fault.CutFromEtcd(node, way(chance));
      case 12, 13 -> new Fault.CutOff(node);
      case 14, 15 -> new Fault.CutFromPeer(node, other, way(chance));
      case 16, 17 -> new Fault.EtcdKilled();
      default -> new Fault.EtcdPaused();
    };
  }

  /// There is one etcd: it is killed or paused, not both.
  private static boolean ofEtcd(Fault fault) {
    return fault instanceof Fault.EtcdKilled || fault instanceof Fault.EtcdPaused;
  }

  private static Fault.Way way(RandomGenerator chance) {
    return List.of(Fault.Way.BOTH, Fault.Way.THERE, Fault.Way.BACK).get(chance.nextInt(3));
  }

  /// Shorter than a lease, about as long, or longer.
  private static Duration lasts(RandomGenerator chance) {
    return switch (chance.nextInt(4)) {
      case 0, 1 -> millis(chance, 100, 1500);
      case 2 -> millis(chance, 1500, 3500);
      default -> millis(chance, 3500, 5000);
    };
  }

  private static List<Change> changes(
      RandomGenerator chance, int nodes, int addresses, int many, int within) {
    return IntStream.range(0, many)
        .mapToObj(_ ->
            new Change(
                chance.nextInt(nodes),
                "address-" + chance.nextInt(addresses),
                chance.nextInt(5) < 3,
                millis(chance, 0, within)))
        .toList();
  }

  private static Duration millis(RandomGenerator chance, int from, int to) {
    return Duration.ofMillis(from + chance.nextInt(to - from));
  }
}
