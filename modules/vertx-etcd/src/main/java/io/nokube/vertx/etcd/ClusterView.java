package io.nokube.vertx.etcd;

import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What lives in the cluster, built from the one watch. The watch's thread alone changes it; any
/// thread may read it. It may be behind etcd, never out of order.
final class ClusterView {

  private final Keys keys;

  /// Create-revision of each live key, for what a resync has to remove and for the order of locks.
  private final Map<String, Long> created = new HashMap<>();

  private final TreeMap<Long, String> nodesByAge = new TreeMap<>();
  private final Map<String, Optional<NodeInfo>> infos = new ConcurrentHashMap<>();
  private final Map<String, List<RegistrationInfo>> registrations = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<Long, String>> turns = new HashMap<>();

  ClusterView(Keys keys) {
    this.keys = keys;
  }

  /// Who is registered on an address, in no particular order.
  List<RegistrationInfo> registrations(String address) {
    return registrations.getOrDefault(address, List.of());
  }

  /// Who is registered on any address.
  Map<String, List<RegistrationInfo>> registrations() {
    return Map.copyOf(registrations);
  }

  /// How a node can be reached, if it is here and has said so.
  Optional<NodeInfo> nodeInfo(String node) {
    return Optional.ofNullable(infos.get(node)).flatMap(info -> info);
  }

  /// The key of whoever holds a lock: the oldest in its queue. For the watch's thread only.
  Optional<String> holder(String lock) {
    return Optional.ofNullable(turns.get(lock)).map(queue -> queue.firstEntry().getValue());
  }

  /// Takes in what the watch delivered. The events come addresses and locks first, then nodes: by
  /// the time a node is said to have left, nobody sends to it any more.
  List<ViewEvent> apply(Delivery delivery) {
    SequencedSet<ViewEvent> things = new LinkedHashSet<>();
    List<ViewEvent> nodes = new ArrayList<>();
    switch (delivery) {
      case Delivery.Changes(var changes, var _) -> {
        for (var change : changes) {
          switch (change) {
            case Change.Put put -> put(put.now(), things, nodes);
            case Change.Delete gone -> remove(gone.key(), things, nodes);
          }
        }
      }
      case Delivery.Resync(var entries, var _) -> {
        var present = new HashMap<String, Long>();
        entries.forEach(entry -> present.put(entry.key(), entry.createRevision()));
        for (var known : List.copyOf(created.entrySet())) {
          if (!known.getValue().equals(present.get(known.getKey()))) {
            remove(known.getKey(), things, nodes);
          }
        }
        entries.stream()
            .sorted((a, b) -> Long.compare(a.createRevision(), b.createRevision()))
            .forEach(entry -> put(entry, things, nodes));
      }
    }
    var events = new ArrayList<>(things);
    events.addAll(nodes);
    return events;
  }

  private void put(KeyValue entry, SequencedSet<ViewEvent> things, List<ViewEvent> nodes) {
    var isNew = created.put(entry.key(), entry.createRevision()) == null;
    keys.parse(entry.key())
        .ifPresent(live -> {
          switch (live) {
            case Keys.Live.Node(var id) -> {
              infos.put(id, info(entry.text()));
              if (isNew) {
                nodesByAge.put(entry.createRevision(), id);
                nodes.add(new ViewEvent.Joined(id, List.copyOf(nodesByAge.values())));
              }
            }
            case Keys.Live.Subscription there -> {
              if (isNew) {
                registrations.merge(there.address(), List.of(info(there)), ClusterView::joined);
                things.add(new ViewEvent.AddressChanged(there.address()));
              }
            }
            case Keys.Live.LockTurn(var lock) -> {
              turns
                  .computeIfAbsent(lock, _ -> new TreeMap<>())
                  .put(entry.createRevision(), entry.key());
              things.add(new ViewEvent.LockChanged(lock));
            }
          }
        });
  }

  private void remove(String key, SequencedSet<ViewEvent> things, List<ViewEvent> nodes) {
    var age = Optional.ofNullable(created.remove(key));
    if (age.isEmpty()) {
      return;
    }
    keys.parse(key)
        .ifPresent(live -> {
          switch (live) {
            case Keys.Live.Node(var id) -> {
              infos.remove(id);
              nodesByAge.remove(age.get());
              nodes.add(new ViewEvent.Left(id, List.copyOf(nodesByAge.values())));
            }
            case Keys.Live.Subscription gone -> {
              registrations.computeIfPresent(
                  gone.address(), (_, present) -> without(present, info(gone)));
              things.add(new ViewEvent.AddressChanged(gone.address()));
            }
            case Keys.Live.LockTurn(var lock) -> {
              turns.computeIfPresent(
                  lock,
                  (_, queue) -> {
                    queue.remove(age.get());
                    return queue.isEmpty() ? null : queue;
                  });
              things.add(new ViewEvent.LockChanged(lock));
            }
          }
        });
  }

  static String text(NodeInfo info) {
    return new JsonObject()
        .put("host", info.host())
        .put("port", info.port())
        .put("metadata", info.metadata())
        .encode();
  }

  /// Empty text is a node that has joined but has no event bus yet.
  static Optional<NodeInfo> info(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var json = new JsonObject(text);
    return Optional.of(
        new NodeInfo(
            json.getString("host"), json.getInteger("port"), json.getJsonObject("metadata")));
  }

  static RegistrationInfo info(Keys.Live.Subscription subscription) {
    return new RegistrationInfo(subscription.node(), subscription.sequence(), false);
  }

  static <T> List<T> joined(List<T> some, List<T> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  @SuppressWarnings("NullAway") // null removes the entry: Map.computeIfPresent
  static <T> List<T> without(List<T> some, T gone) {
    var rest = new ArrayList<>(some);
    rest.remove(gone);
    return rest.isEmpty() ? null : List.copyOf(rest);
  }
}
