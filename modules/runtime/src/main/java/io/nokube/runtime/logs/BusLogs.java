package io.nokube.runtime.logs;

import io.nokube.actor.port.NodeLogs;
import io.nokube.actor.port.PodEngine;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.model.NodeName;
import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import java.time.Duration;
import java.util.Optional;

/// Logs of containers on any node: of this one from its engine, of others piece by piece over the
/// bus.
public final class BusLogs implements NodeLogs {
  private final NodeName here;
  private final PodEngine engine;
  private final Bus bus;

  public BusLogs(NodeName here, PodEngine engine, Bus bus) {
    this.here = here;
    this.engine = engine;
    this.bus = bus;
  }

  @Override
  public Logs open(NodeName node, LogRequest request) {
    if (node.equals(here)) {
      return engine.logs(request);
    }
    Addresses there = new Addresses(node);
    try {
      Words.LogOpened opened =
          bus.await(
              there.openLog(), new Words.OpenLog(request), Words.LogOpened.class, Duration.ZERO);
      return opened.id().isEmpty()
          ? new Logs.None(opened.why())
          : new Remote(there, opened.id(), bus);
    } catch (Bus.Unanswered silent) {
      return new Logs.None("node " + node + " does not answer on the bus: " + silent.getMessage());
    }
  }

  private record Remote(Addresses there, String id, Bus bus) implements Logs.Open {
    /// @throws IllegalStateException if the node is silent, or has closed the log as idle
    @Override
    public Optional<byte[]> next(Duration wait) {
      try {
        Words.Piece piece =
            bus.await(
                there.nextPiece(),
                new Words.NextPiece(id, wait.toMillis()),
                Words.Piece.class,
                wait);
        return piece.end() ? Optional.empty() : Optional.of(piece.read());
      } catch (Bus.Unanswered silent) {
        throw new IllegalStateException(
            "reading a log of node " + there.node() + ": " + silent.getMessage(), silent);
      }
    }

    /// If the node doesn't hear it, it closes the log when nobody asks for long enough.
    @Override
    public void close() {
      var _ = bus.ask(there.closeLog(), new Words.CloseLog(id), Words.Heard.class);
    }
  }
}
