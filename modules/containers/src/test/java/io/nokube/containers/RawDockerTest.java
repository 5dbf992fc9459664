package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RawDockerTest {
  @Test
  @Timeout(60)
  void theFloorMakesAndUnmakesWhatTheEngineWould() throws IOException {
    try (var node = new TestNode()) {
      var raw = new RawDocker(Path.of(TestNode.DOCKER.getPath()), 2);
      var plan = Plans.pod("web").sleeping().ownNetwork().plan();

      var run = raw.start(3, i -> FloorBench.body(node, plan));

      Eventually.within(
          Duration.ofSeconds(10),
          "all that somebody else made is seen",
          () -> TestNode.all(node.engine().find(plan.path())).size() == 3);
      assertThat(raw.remove(run.ids()).ids()).hasSize(3);
      assertThat(TestNode.all(node.engine().find(plan.path()))).isEmpty();
    }
  }
}
