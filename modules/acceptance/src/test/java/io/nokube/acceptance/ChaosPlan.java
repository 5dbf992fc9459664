package io.nokube.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What happens in one cycle. Etcd keeps its majority: of the heads one at a time is harmed so that
/// its member is of no use.
///
/// @param held how long the faults last
/// @param replicas to which a Deployment is scaled meanwhile
/// @param deletes whether another Deployment is deleted meanwhile, else made
record ChaosPlan(List<ChaosFault> faults, Duration held, int replicas, boolean deletes) {
  private static final int LONGEST_SECONDS = 14;
  private static final int MOST_REPLICAS = 6;

  /// @param heads the first of the hosts are heads
  static ChaosPlan by(long seed, int cycle, List<String> hosts, int heads) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + cycle);
    List<ChaosFault> faults = new ArrayList<>();
    int wanted = random.nextInt(5) < 3 ? 1 : 2;
    while (faults.size() < wanted) {
      ChaosFault fault = fault(random, hosts, heads);
      if (faults.stream().allMatch(other -> goTogether(fault, other, hosts, heads))) {
        faults.add(fault);
      }
    }
    return new ChaosPlan(
        List.copyOf(faults),
        Duration.ofSeconds(1 + random.nextInt(LONGEST_SECONDS)),
        1 + random.nextInt(MOST_REPLICAS),
        cycle % 2 == 1);
  }

  private static ChaosFault fault(SplittableRandom random, List<String> hosts, int heads) {
    ChaosFault.Kind[] kinds = ChaosFault.Kind.values();
    ChaosFault.Kind kind = kinds[random.nextInt(kinds.length)];
    return new ChaosFault(kind, hosts.get(random.nextInt(kind.needsEtcd() ? heads : hosts.size())));
  }

  private static boolean goTogether(
      ChaosFault one, ChaosFault other, List<String> hosts, int heads) {
    boolean bothTakeEtcd = takesMember(one, hosts, heads) && takesMember(other, hosts, heads);
    return !one.host().equals(other.host()) && !bothTakeEtcd;
  }

  private static boolean takesMember(ChaosFault fault, List<String> hosts, int heads) {
    return fault.kind().takesEtcd() && hosts.indexOf(fault.host()) < heads;
  }

  boolean harms(String host) {
    return faults.stream().anyMatch(fault -> fault.host().equals(host));
  }

  /// Whether agents can't do their part meanwhile, though their hosts are well.
  boolean stopsAgents() {
    return faults.stream().anyMatch(ChaosPlan::stopsAgent);
  }

  /// Whether this host's agent can't.
  boolean stopsAgent(String host) {
    return faults.stream().anyMatch(fault -> fault.host().equals(host) && stopsAgent(fault));
  }

  private static boolean stopsAgent(ChaosFault fault) {
    return fault.kind() == ChaosFault.Kind.AGENT_KILLED
        || fault.kind() == ChaosFault.Kind.AGENT_PAUSED;
  }

  @Override
  public String toString() {
    return "%s for %d s, scaled to %d, %s"
        .formatted(faults, held.toSeconds(), replicas, deletes ? "one deleted" : "one made");
  }
}
