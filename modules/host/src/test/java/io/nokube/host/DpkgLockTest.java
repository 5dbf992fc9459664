package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpkgLockTest {

  @TempDir Path folder;

  @Test
  void whoeverHoldsItIsWaitedFor() throws Exception {
    var file = Files.createFile(folder.resolve("lock-frontend"));
    var holder = FileChannel.open(file, StandardOpenOption.WRITE);
    holder.lock();
    var waiting =
        Thread.ofVirtual()
            .start(() -> new DpkgLock(file).awaitFree(Deadline.in(Duration.ofSeconds(10))));
    assertThat(waiting.join(Duration.ofMillis(300))).isFalse();
    holder.close();
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void whoeverDoesNotLetGoIsReported() throws IOException {
    var file = Files.createFile(folder.resolve("lock-frontend"));
    try (var holder = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(holder.tryLock()).isNotNull();
      assertThatThrownBy(() -> new DpkgLock(file).awaitFree(Deadline.in(Duration.ofMillis(100))))
          .hasMessageContaining("another apt-get or dpkg works on this machine");
    }
  }

  @Test
  void aSystemWithoutItHasNothingToWaitFor() {
    new DpkgLock(folder.resolve("none")).awaitFree(Deadline.in(Duration.ZERO));
  }
}
