package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.kinds.testing.Things;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kinds of the controllers are found as a user's own would be, and read no setting that they
/// don't declare.
class KindsTest {
  private final Map<String, Kind> kinds =
      ServiceLoader.load(Kind.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toMap(Kind::word, kind -> kind));

  @Test
  void allAreFound() {
    assertThat(kinds).containsKeys("placement", "deployment", "daemonset", "kubecontroller");
  }

  @ParameterizedTest
  @ValueSource(strings = {"placement", "deployment", "daemonset", "kubecontroller"})
  void eachRunsWithWhatItDeclares(String word) {
    Kind kind = kinds.get(word);
    Map<String, Duration> durations = new HashMap<>();
    for (Setting setting : kind.settings()) {
      assertThat(setting.meaning()).endsWith(".");
      durations.put(setting.name(), Duration.ofSeconds(1));
    }
    KubeObject subject = Things.deployment("web", 1);
    Birth birth =
        new Birth(
            OwnershipPath.top("default", word, "web"), new NodeName("n1"), Optional.of(subject));
    assertThat(kind.behavior(birth, new Settings(durations, Map.of()))).isNotNull();
  }
}
