package io.nokube.agent.history;

import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Mark;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down how far etcd has come, every few seconds if it has: what is left is at most so much
/// too low. A refusal and a new epoch are written at once.
public final class MarkKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarkKeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final EtcdSession session;
  private final LeftMark left;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("etcd-mark").unstarted(this::run);
  private Optional<Mark> written = Optional.empty();

  private MarkKeeper(EtcdSession session, LeftMark left) {
    this.session = session;
    this.left = left;
  }

  public static MarkKeeper start(EtcdSession session, LeftMark left) {
    MarkKeeper keeper = new MarkKeeper(session, left);
    session.onCourse(course -> keeper.write());
    keeper.thread.start();
    return keeper;
  }

  private void run() {
    try {
      do {
        write();
      } while (!closed.await(EVERY.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      LOG.error("how far etcd has come is no longer written down: the writer was interrupted");
    }
  }

  private synchronized void write() {
    Optional<Mark> mark = session.mark();
    if (!mark.equals(written) && mark.filter(left::write).isPresent()) {
      written = mark;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    write();
  }
}
