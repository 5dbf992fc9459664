package io.nokube.vertx.etcd;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a test may see of a cluster's inside: what a node's view has, and what a key in etcd means.
public final class Glimpse {

  private Glimpse() {}

  /// A registration; of a node itself if the address is empty.
  public record Registered(String address, String node) {}

  /// How many registrations a node's view has, by address and node id: what the watch made of etcd.
  public static Map<String, Map<String, Integer>> seen(EtcdClusterManager cluster) {
    var counts = new TreeMap<String, Map<String, Integer>>();
    cluster
        .registrations()
        .forEach((address, those) -> {
          var byNode = counts.computeIfAbsent(address, _ -> new TreeMap<>());
          those.forEach(each -> byNode.merge(each.nodeId(), 1, Integer::sum));
        });
    return counts;
  }

  /// What a key under `prefix` says of who lives and who listens; empty for anything else.
  public static Optional<Registered> meaning(String prefix, String key) {
    return new Keys(prefix)
        .parse(key)
        .flatMap(live ->
            switch (live) {
              case Keys.Live.Node(var id) -> Optional.of(new Registered("", id));
              case Keys.Live.Subscription there ->
                  Optional.of(new Registered(there.address(), there.node()));
              case Keys.Live.LockTurn _ -> Optional.empty();
            });
  }
}
