package io.nokube.simulation.net;

import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import java.util.HashMap;
import java.util.Map;

/// Carries words between ends, named by their node or [#STORE].
///
/// Between nodes a word may be lost, come twice or overtake another. The way to the store is a
/// connection: a word comes once, or its connection is cut.
public final class Network {
  public static final String STORE = "etcd";

  private final Timeline time;
  private final Chance chance;

  /// How many reasons there are now for a way to be cut.
  private final Map<String, Integer> cuts = new HashMap<>();

  private final Map<String, Integer> slow = new HashMap<>();
  private int losses;
  private int doubles;

  public Network(Timeline time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  /// Nothing comes through from one end to the other, until it is mended as often as it was cut.
  public void cut(String from, String to) {
    cuts.merge(way(from, to), 1, Integer::sum);
  }

  public void mend(String from, String to) {
    cuts.computeIfPresent(way(from, to), (_, reasons) -> reasons == 1 ? null : reasons - 1);
  }

  public boolean passes(String from, String to) {
    return cuts.isEmpty() || !cuts.containsKey(way(from, to));
  }

  private static String way(String from, String to) {
    return from + ">" + to;
  }

  /// @param times how many times as long everything takes at that end; 1 is usual
  public void slow(String end, int times) {
    slow.put(end, times);
  }

  /// @param lost of each hundred words between nodes
  /// @param twice of each hundred
  public void bad(int lost, int twice) {
    losses = lost;
    doubles = twice;
  }

  /// How long a word takes now, in microseconds.
  public long delay(String from, String to) {
    long usual = chance.in(2) ? chance.between(2_000, 40_000) : chance.between(150, 1_500);
    int times = slow.isEmpty() ? 1 : Math.max(times(from), times(to));
    return usual * times + (losses > 0 ? chance.between(0, 300_000) : 0);
  }

  private int times(String end) {
    return slow.getOrDefault(end, 1);
  }

  /// Sends a word from node to node.
  public void send(String from, String to, Runnable arrives) {
    if (!passes(from, to) || (losses > 0 && chance.in(losses))) {
      return;
    }
    time.after(delay(from, to), arrives);
    if (doubles > 0 && chance.in(doubles)) {
      time.after(delay(from, to), arrives);
    }
  }
}
