package io.nokube.etcd.upkeep;

import static io.nokube.etcd.TestCluster.NOW;
import static io.nokube.etcd.TestCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.TestCluster;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Storage;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EtcdUpkeepTest {
  private static final Duration KEEP = Duration.ofMinutes(10);
  private static final long QUOTA = 16 << 20;

  @Test
  void onlyWhatIsOlderThanTheHistoryToKeepIsCompacted() {
    History history = History.NONE;
    for (int minute = 0; minute <= 10; minute++) {
      Instant now = NOW.plusSeconds(60L * minute);
      assertThat(history.compactable(now, KEEP))
          .as("at minute %d", minute)
          .isEqualTo(minute < 10 ? java.util.Optional.empty() : java.util.Optional.of(100L));
      history = history.seen(now, 100 + minute, KEEP);
    }
    assertThat(history.compactable(NOW.plusSeconds(660), KEEP)).contains(101L);
    assertThat(history.marks()).hasSize(10);
  }

  @Test
  void roomIsSaidToBeScarceBeforeItIsUsedUp() {
    assertThat(Room.of(storage(QUOTA / 2), QUOTA)).isEqualTo(new Room.Enough());
    assertThat(Room.of(storage(QUOTA * 9 / 10), QUOTA)).isInstanceOf(Room.Scarce.class);
    assertThat(Room.of(new Storage(QUOTA, QUOTA, "3", List.of("memberID:1 alarm:NOSPACE ")), QUOTA))
        .isInstanceOf(Room.Full.class);
  }

  private static Storage storage(long bytes) {
    return new Storage(bytes, bytes, "3", List.of());
  }

  @Test
  void historyIsCompactedInEtcdAndWhatIsStoredStays() {
    try (EtcdProcess etcd = EtcdProcess.started();
        EtcdSession session = TestCluster.session(etcd)) {
      long first = put(session, "1");
      put(session, "2");
      AtomicReference<Instant> now = new AtomicReference<>(NOW);
      UpkeepSettings settings = new UpkeepSettings(KEEP, Duration.ofMillis(50), QUOTA);
      try (EtcdUpkeep upkeep = EtcdUpkeep.start(session, settings, now::get, room -> {})) {
        eventually(
            "contact",
            () -> {
              now.updateAndGet(before -> before.plus(KEEP));
              put(session, "3");
              return session.page(Span.key("/k"), 1, OptionalLong.of(first))
                  instanceof Reading.Compacted;
            });
      }
      assertThat(session.get("/k").answer().orElseThrow().orElseThrow().text()).isEqualTo("3");
    }
  }

  @Test
  void aUsedUpQuotaIsReported() {
    try (EtcdProcess etcd = EtcdProcess.started("--quota-backend-bytes=" + QUOTA);
        EtcdSession session = TestCluster.session(etcd)) {
      Queue<Room> reports = new ConcurrentLinkedQueue<>();
      UpkeepSettings settings = new UpkeepSettings(KEEP, Duration.ofMillis(50), QUOTA);
      try (EtcdUpkeep upkeep = EtcdUpkeep.start(session, settings, () -> NOW, reports::add)) {
        ByteSequence much = ByteSequence.from(new byte[1 << 20]);
        for (int i = 0; i < 40; i++) {
          session.commit(Txn.of(Write.put("/much/" + i, much)));
        }
        eventually("it is told of", () -> reports.stream().anyMatch(Room.Full.class::isInstance));
      }
      assertThat(reports).anySatisfy(room -> assertThat(room).isInstanceOf(Room.Full.class));
    }
  }

  private static long put(EtcdSession session, String value) {
    return session.commit(Txn.of(Write.put("/k", value)))
            instanceof Outcome.Committed(long revision)
        ? revision
        : -1;
  }
}
