package io.nokube.etcd.upkeep;

import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Storage;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compacts etcd's history and watches its room, on the leader. What is older than the history to
/// be kept is only known once this has run for so long. It counts for every cluster in the same
/// etcd.
public final class EtcdUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdUpkeep.class);

  private final EtcdSession session;
  private final UpkeepSettings settings;
  private final InstantSource clock;
  private final Consumer<Room> report;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("etcd-upkeep").unstarted(this::run);
  private History history = History.NONE;
  private Room room = new Room.Enough();

  private EtcdUpkeep(
      EtcdSession session, UpkeepSettings settings, InstantSource clock, Consumer<Room> report) {
    this.session = session;
    this.settings = settings;
    this.clock = clock;
    this.report = report;
  }

  /// @param report told of every change of etcd's room
  public static EtcdUpkeep start(
      EtcdSession session, UpkeepSettings settings, InstantSource clock, Consumer<Room> report) {
    EtcdUpkeep upkeep = new EtcdUpkeep(session, settings, clock, report);
    upkeep.thread.start();
    return upkeep;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(settings.every().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      LOG.error("etcd's upkeep was interrupted: it is looked after no longer");
    }
  }

  /// While etcd is away there is nothing to do; the next look comes.
  private void look() {
    if (session.storage() instanceof Reading.Answer<Storage>(Storage storage, long revision)) {
      judge(Room.of(storage, settings.quotaBytes()));
      compact(revision);
    }
  }

  private void judge(Room now) {
    if (now.equals(room)) {
      return;
    }
    room = now;
    switch (now) {
      case Room.Enough enough -> LOG.info("etcd has room again");
      case Room.Scarce(String why) -> LOG.warn("{}", why);
      case Room.Full(String why) -> LOG.error("{}", why);
    }
    report.accept(now);
  }

  private void compact(long revision) {
    Optional<Long> old = history.compactable(clock.instant(), settings.keepHistory());
    history = history.seen(clock.instant(), revision, settings.keepHistory());
    if (old.isPresent() && session.compact(old.get()) instanceof Reading.Answer<Long> done) {
      LOG.debug("etcd compacted revision={}", done.value());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(session.settings().requestTimeout());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
