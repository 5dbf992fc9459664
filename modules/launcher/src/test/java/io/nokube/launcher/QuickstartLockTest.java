package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartLockTest {
  @TempDir private Path folder;

  @Test
  void thereIsOneQuickstartAtATime() {
    Home home = new Home(folder.resolve("home"));
    try (QuickstartLock first = QuickstartLock.take(home)) {
      assertThatThrownBy(() -> QuickstartLock.take(home))
          .isInstanceOf(CommandFailure.class)
          .hasMessage(
              "another `nokube quickstart` is at work here (it holds %s): wait until it has ended, or end it"
                  .formatted(folder.resolve("home/quickstart.lock")));
    }
    QuickstartLock.take(home).close();
    assertThat(folder.resolve("home")).isEmptyDirectory();
  }
}
