package io.nokube.agent.history;

import io.nokube.etcd.session.Course;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Mark;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether an agent believes its etcd: what its session finds, in words for whoever asks.
public final class Refusal {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);
  private static final String ADVICE =
      ". Agents do nothing that it says and write nothing to it; containers stay as they are."
          + " `nokube restore FILE` puts a backup back, `nokube restore --accept-current` makes what it holds now count";

  private final CountDownLatch restored = new CountDownLatch(1);
  private volatile Optional<String> why = Optional.empty();

  public void follow(EtcdSession session) {
    session.onCourse(this::hear);
  }

  private void hear(Course course) {
    switch (course) {
      case Course.Onward onward -> {}
      case Course.SetBack(Mark mark, String said) -> {
        why = Optional.of(said + ADVICE);
        LOG.error("refusing why=\"{}\"", said + ADVICE);
      }
      case Course.Anew(Mark mark) -> restored.countDown();
    }
  }

  /// Why nothing is done that etcd says, and what to do; empty: it is believed.
  public Optional<String> why() {
    return why;
  }

  /// An agent that refused from the first is in contact now.
  public void end() {
    why = Optional.empty();
  }

  /// Blocks until etcd was restored under this agent, so that nothing it has read counts any more.
  public void awaitRestored() throws InterruptedException {
    restored.await();
  }
}
