package io.nokube.agent;

import io.nokube.actor.Settings;
import io.nokube.actor.port.Read;
import io.nokube.containers.DockerPodEngine;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Txn;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a JVM does for the first time it interprets, which takes far longer than compiled code. So
/// a new agent does what every pod needs of etcd and of the engine a few hundred times while it has
/// nothing else to do, and its first pods start a sixth sooner. It only reads: nothing changes
/// anywhere, and etcd gets no revision of it.
///
/// @param node its object, which is read and written as JSON
/// @param record the key of an alive record that is there
record Rehearsal(
    EtcdSession session,
    EtcdObjectStore store,
    DockerPodEngine engine,
    ObjectKey node,
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
      for (int round = 0; round < rounds && round(); round++) {
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("rehearsal interrupted: the agent ends");
    }
  }

  /// Whether to go on: what does not answer now is for those to report who need it.
  private boolean round() {
    switch (store.get(node)) {
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
