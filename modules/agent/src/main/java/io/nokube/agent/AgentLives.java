package io.nokube.agent;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent's life; and, whenever etcd was restored on purpose, another after it, which has read
/// nothing yet and adopts what runs.
final class AgentLives implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLives.class);

  private AgentProcess running = new AgentProcess(OptionalInt.empty());

  /// Until it is interrupted, or fails.
  ///
  /// @param stuck told why, if this process can't go on: it must end, its successor adopts
  /// @throws AgentFailure if a part can't be opened
  void live(AgentProcess.Plan plan, Consumer<String> stuck) throws InterruptedException {
    while (true) {
      AgentProcess process = now();
      process.start(plan, stuck);
      process.awaitRestored();
      LOG.warn("etcd was restored: everything is read anew, and what runs is adopted");
      process.close();
      follow(process);
    }
  }

  private synchronized AgentProcess now() {
    return running;
  }

  private synchronized void follow(AgentProcess process) {
    running = new AgentProcess(process.api());
  }

  @Override
  public void close() {
    now().close();
  }
}
