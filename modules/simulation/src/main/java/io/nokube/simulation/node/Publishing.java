package io.nokube.simulation.node;

import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import io.nokube.simulation.time.Timeline;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// One life's statuses on their way to the store: of each object only the newest, one at a time. As
/// `io.nokube.runtime.Publishing`.
final class Publishing {
  private final Life life;
  private final Agent agent;
  private final Map<ObjectKey, KubeObject> waiting = new LinkedHashMap<>();
  private boolean busy;

  Publishing(Life life, Agent agent) {
    this.life = life;
    this.agent = agent;
  }

  void offer(KubeObject object) {
    waiting.put(object.key(), object);
    if (!busy) {
      busy = true;
      life.began();
      next();
    }
  }

  private void next() {
    Iterator<KubeObject> objects = waiting.values().iterator();
    if (!objects.hasNext()) {
      busy = false;
      life.finished();
      return;
    }
    KubeObject first = objects.next();
    objects.remove();
    write(first);
  }

  private void write(KubeObject object) {
    KubeObject whatever = object.withMetadata(object.metadata().withResourceVersion(Revision.NONE));
    life.holding()
        .write(
            (etcd, fence) -> etcd.updateStatus(whatever, fence),
            write -> {
              switch (write) {
                case Write.Accepted _ -> next();
                case Write.Unknown _ -> again(object);
                case Write.Refused(var reason, var message) -> {
                  switch (reason) {
                    case CONFLICT, UNAVAILABLE -> again(object);
                    case FENCED -> {
                      life.close(new Ending.Displaced(message));
                      next();
                    }
                    case NOT_FOUND, ALREADY_EXISTS, TOO_LARGE, OWNED -> next();
                  }
                }
              }
            });
  }

  private void again(KubeObject object) {
    waiting.putIfAbsent(object.key(), object);
    agent.after(
        Timeline.micros(agent.timing().retry()),
        () -> {
          if (life.isClosing()) {
            waiting.clear();
          }
          next();
        });
  }
}
