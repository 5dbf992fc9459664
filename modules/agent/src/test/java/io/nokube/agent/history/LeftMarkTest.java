package io.nokube.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.session.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftMarkTest {
  private static final Mark MARK = new Mark(0xcdf8_1818_e9bd_9f6cL, 2, 4711, true);

  @TempDir private Path folder;

  @Test
  void whatOneAgentLeavesItsSuccessorReads() {
    assertThat(left("demo").write(MARK)).isTrue();
    assertThat(left("demo").read()).contains(MARK);
    assertThat(folder).isDirectoryContaining("glob:**/etcd-seen.json");
  }

  @Test
  void whereNothingWasLeftNothingIsKnown() {
    assertThat(left("demo").read()).isEmpty();
  }

  @Test
  void whatIsOfAnotherClusterCountsForNothing() {
    left("demo").write(MARK);
    assertThat(left("other").read()).isEmpty();
  }

  @Test
  void aDamagedFileIsAsNone() throws IOException {
    Files.writeString(folder.resolve("etcd-seen.json"), "{\"id\":\"demo\",\"etcd\":\"cdf8");
    assertThat(left("demo").read()).isEqualTo(Optional.empty());
  }

  private LeftMark left(String id) {
    return new LeftMark(folder.resolve("etcd-seen.json"), id);
  }
}
