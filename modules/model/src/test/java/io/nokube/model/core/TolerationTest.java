package io.nokube.model.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.core.NodeSpec.Taint;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerationTest {
  @ParameterizedTest
  @CsvSource({
    "disk, Equal, slow, NoSchedule, true",
    "disk, Equal, slow, '', true",
    "disk, Equal, fast, NoSchedule, false",
    "disk, Exists, '', NoSchedule, true",
    "disk, Exists, '', NoExecute, false",
    "net, Exists, '', NoSchedule, false",
    "'', Exists, '', '', true",
    "'', Exists, '', NoExecute, false"
  })
  void ofATaint(String key, String operator, String value, String effect, boolean tolerated) {
    Toleration toleration = new Toleration(key, operator, value, effect, Optional.empty());

    assertThat(toleration.tolerates(new Taint("disk", "slow", "NoSchedule"))).isEqualTo(tolerated);
  }
}
