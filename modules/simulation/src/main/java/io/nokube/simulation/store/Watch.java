package io.nokube.simulation.store;

import io.nokube.actor.Change;
import io.nokube.actor.Interest;
import java.util.ArrayList;
import java.util.List;

/// One process' watch of one interest, as the store keeps it.
public final class Watch {
  private final Interest interest;
  private final Client client;
  private final Receiver receiver;
  private List<Change> pending = new ArrayList<>();

  /// Whether history was lost: the next delivery is all that is there.
  private boolean whole = true;

  private boolean scheduled;
  private boolean closed;

  public interface Receiver {
    void changed(List<Change> changes, boolean complete);
  }

  Watch(Interest interest, Client client, Receiver receiver) {
    this.interest = interest;
    this.client = client;
    this.receiver = receiver;
  }

  Interest interest() {
    return interest;
  }

  Client client() {
    return client;
  }

  void add(Change change) {
    if (!whole) {
      pending.add(change);
    }
  }

  /// @return whether a delivery is to be scheduled
  boolean schedule() {
    boolean first = !scheduled && !isClosed();
    scheduled = true;
    return first;
  }

  /// While it can't be reached, the store keeps so much for it and no more.
  void keepAtMost(int changes) {
    if (pending.size() > changes) {
      pending.clear();
      whole = true;
    }
  }

  boolean isWhole() {
    return whole;
  }

  List<Change> take() {
    List<Change> taken = pending;
    pending = new ArrayList<>();
    whole = false;
    scheduled = false;
    return taken;
  }

  void hand(List<Change> changes, boolean complete) {
    client.run(() -> {
      if (!closed) {
        receiver.changed(changes, complete);
      }
    });
  }

  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed || client.isGone();
  }
}
