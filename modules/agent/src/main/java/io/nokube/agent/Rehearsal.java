package io.nokube.agent;

import io.nokube.actor.Settings;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.Read;
import io.nokube.containers.DockerPodEngine;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Txn;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.runtime.NodeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a JVM does for the first time it interprets, which takes far longer than compiled code. So
/// a new agent does what every pod needs of etcd and of the engine a few hundred times while it has
/// nothing else to do, and its first pods start a sixth sooner; and what it will do all its life,
/// so that it idles at once as cheaply as later. It only reads, and renews its own lease: nothing
/// changes anywhere, and etcd gets no revision of it.
///
/// @param record the key of an alive record that is there
record Rehearsal(
    EtcdSession session,
    EtcdObjectStore store,
    DockerPodEngine engine,
    NodeRuntime runtime,
    NodeName node,
    String record) {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final Duration ENGINE = Duration.ofSeconds(5);

  /// Goes on by itself until it is closed, or all is done.
  ///
  /// @param settings see [Hosting#REHEARSAL]
  AutoCloseable begin(Settings settings) {
    Thread thread =
        Thread.ofVirtual()
            .name("rehearsal")
            .start(() ->
                run(
                    settings.duration("after"),
                    settings.count("rounds"),
                    settings.duration("pause")));
    return thread::interrupt;
  }

  /// Not at once: while a cluster is made, its hosts may share a machine, and have other things to
  /// do.
  private void run(Duration after, int rounds, Duration pause) {
    try {
      Thread.sleep(after);
      Thread renewals = Thread.ofVirtual().start(() -> renew(rounds, pause));
      try {
        Optional<NodeName> neighbour = neighbour();
        boolean hears = neighbour.isPresent();
        for (int round = 0; round < rounds && ofPods(); round++) {
          hears = hears && runtime.hears(neighbour.get());
          Thread.sleep(pause);
        }
        renewals.join();
      } finally {
        renewals.interrupt();
      }
    } catch (InterruptedException e) {
      LOG.debug("rehearsal interrupted: the agent ends");
    }
  }

  /// On another thread, for a renewal takes none but its own.
  private void renew(int times, Duration pause) {
    try {
      session.rehearse(times, pause);
    } catch (InterruptedException e) {
      LOG.debug("rehearsal of renewals interrupted: the agent ends");
    }
  }

  /// Whom it asks on the bus: the next in the order of names, the first after the last. So each
  /// asks one and is asked by one, and no connections are made but these two.
  private Optional<NodeName> neighbour() {
    return store.list(ResourceType.NODE, "") instanceof Read.Found<Listing>(Listing nodes, _)
        ? after(node, nodes.items().stream().map(KubeObject::metadata).map(ObjectMeta::name))
        : Optional.empty();
  }

  static Optional<NodeName> after(NodeName own, Stream<String> names) {
    NavigableSet<NodeName> all =
        names.map(NodeName::new).collect(Collectors.toCollection(TreeSet::new));
    all.remove(own);
    return Optional.ofNullable(all.higher(own)).or(() -> all.stream().findFirst());
  }

  /// Whether to go on: what does not answer now is for those to report who need it.
  private boolean ofPods() {
    switch (store.get(new ObjectKey(ResourceType.NODE, "", node.text()))) {
      case Read.Found<KubeObject>(KubeObject object, Revision at) ->
          Json.read(Json.write(object), object.type().record());
      case Read.Absent<KubeObject> early -> {}
      case Read.Unavailable<KubeObject> away -> {
        return false;
      }
    }
    // Whichever way it goes, it writes nothing.
    Outcome compared = session.commit(new Txn(List.of(new Compare.Absent(record)), List.of()));
    return !(compared instanceof Outcome.Refused)
        && engine.ask(ENGINE) instanceof io.nokube.actor.Outcome.Done;
  }
}
