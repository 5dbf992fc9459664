package io.nokube.simulation.store;

import io.nokube.model.OwnershipPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One process' watch of the alive records that concern it: hears which went.
public final class RecordWatch {
  private final Client client;
  private final Consumer<OwnershipPath> went;
  private final Set<OwnershipPath> paths = new HashSet<>();
  private List<OwnershipPath> pending = new ArrayList<>();
  private boolean scheduled;

  RecordWatch(Client client, Consumer<OwnershipPath> went) {
    this.client = client;
    this.went = went;
  }

  Client client() {
    return client;
  }

  public void add(OwnershipPath path) {
    paths.add(path);
  }

  public void remove(OwnershipPath path) {
    paths.remove(path);
  }

  /// @return whether a delivery is to be scheduled
  boolean gone(OwnershipPath gone) {
    if (!paths.contains(gone)) {
      return false;
    }
    pending.add(gone);
    boolean first = !scheduled;
    scheduled = true;
    return first;
  }

  void hand() {
    List<OwnershipPath> taken = pending;
    pending = new ArrayList<>();
    scheduled = false;
    taken.forEach(path -> client.run(() -> went.accept(path)));
  }
}
